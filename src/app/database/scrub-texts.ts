import { teamHome } from '../../codex/cli/isolation.ts';
import { readTeamSecrets } from '../../codex/config/team-layers.ts';
import { redactOutput } from '../../domain/base/redact/redact.ts';
import type { Evidence } from '../../domain/base/text-evidence.ts';
import type { SecretFinds } from '../../domain/database/looked-at.ts';
import { readEvent } from '../../domain/history/entry/event.ts';
import { openReadStore, type ReadStore, type Store } from '../../store/connection/open.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import { databasePath } from '../world/database-path.ts';
import { requireDatabase } from '../world/require-database.ts';
import { type DatabaseChoice, openWritableHistory } from '../world/session.ts';
import type { World } from '../world/world.ts';

/**
 * Looks for secrets in what checks and commands of the catalog printed, by the rules of today and by what
 * the team's files contain now.
 *
 * @throws UsageError when there is no database
 */
export async function findSecrets(world: World, choice: DatabaseChoice): Promise<SecretFinds> {
  const path = databasePath(world, choice.db);
  requireDatabase(path);
  const store = await openReadStore(path);
  try {
    return await searchStore(world, store);
  } finally {
    await store.close();
  }
}

/**
 * Removes the bytes of the texts that have secrets in them. Their digests stay in the entries that name
 * them, and one more entry says what was removed and why.
 *
 * @throws RefusedError when the person may not do it
 */
export async function scrubTexts(world: World, choice: DatabaseChoice): Promise<SecretFinds> {
  requireDatabase(databasePath(world, choice.db));
  const actor = await actingPerson(world);
  const store = await openWritableHistory(world, choice);
  try {
    const finds = await searchStore(world, store);
    await removeTexts(store, { actor, finds });
    return finds;
  } finally {
    await store.close();
  }
}

async function removeTexts(
  store: Store,
  { actor, finds }: { actor: string; finds: SecretFinds },
): Promise<void> {
  if (finds.texts.length === 0) return;
  const digests = new Set(finds.texts.map(({ digest }) => digest));
  await store.removeTexts({ digests }, async (views, removable) => {
    await authorize(views, actor, 'remove stored texts');
    if (removable.length === 0) return [];
    const body = { v: 2 as const, reason: 'secrets' as const, removed: [...removable] };
    return [{ actor, subject: 'texts', event: { kind: 'blobs.removed', body } }];
  });
  await store.compact();
}

async function searchStore(world: World, store: ReadStore): Promise<SecretFinds> {
  const secrets = await readTeamSecrets({ home: teamHome(world.environment), project: world.cwd });
  const isSecret = (text: string) => redactOutput(text, secrets) !== text;
  const naming = new Map<string, { seq: number; label: string }[]>();
  const entries: number[] = [];
  for await (const entry of store.entries()) {
    if (entry.kind !== 'check.finished' && entry.kind !== 'catalog.ran') continue;
    const { words, texts } = outputOf(readEvent(entry));
    if (words.some(isSecret)) entries.push(entry.seq);
    for (const { sha256, label } of texts)
      naming.set(sha256, [...(naming.get(sha256) ?? []), { seq: entry.seq, label }]);
  }
  const texts: SecretFinds['texts'][number][] = [];
  for await (const { sha256, bytes } of store.blobs()) {
    const namedBy = naming.get(sha256);
    if (namedBy && isSecret(Buffer.from(bytes).toString('utf8')))
      texts.push({ digest: sha256, bytes: bytes.length, namedBy });
  }
  return { texts, entries };
}

function outputOf({ kind, body }: ReturnType<typeof readEvent>): {
  words: readonly string[];
  texts: readonly Evidence[];
} {
  if (kind === 'check.finished') {
    const { summary, expected = '', actual = '', remedy = '', evidence } = body;
    return {
      words: [summary, expected, actual, remedy, ...evidence.map(({ label }) => label)],
      texts: evidence,
    };
  }
  if (kind === 'catalog.ran')
    return { words: [body.summary, ...body.argv, body.output.label], texts: [body.output] };
  return { words: [], texts: [] };
}
