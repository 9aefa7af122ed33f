import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { describeFaults } from '../domain/audit/describe-faults.ts';
import type { HistoryProof } from '../domain/audit/proof.ts';
import { RefusedError, UsageError, WorkError } from '../domain/errors.ts';
import { openReadStore } from '../store/open.ts';
import { takeOutOfUse } from '../store/take-out-of-use.ts';
import { actingPerson } from './actor.ts';
import { withClearFileErrors } from './clear-file-errors.ts';
import { databasePath } from './database-path.ts';
import { type DatabaseChoice, openWritableHistory, refuseReadOnly } from './session.ts';
import type { World } from './world.ts';

/** What a restore did. */
export type Restored = {
  path: string;
  entries: number;
  /** Where the database that was there is now. */
  movedTo: string | undefined;
  /** How many entries that one has; undefined when there was none, or it cannot be read. */
  replacedEntries: number | undefined;
};

const endings = ['', '-wal', '-shm'];

/**
 * Puts a backup in the place of the database. The backup is proved first; what is there is moved aside
 * and never removed; and the restored history records that it was restored.
 *
 * @throws UsageError when there is no such backup
 * @throws RefusedError when its history is not whole
 * @throws WorkError when another program has the database open
 */
export async function restoreDatabase(
  world: World,
  choice: DatabaseChoice,
  asked: string,
): Promise<Restored> {
  refuseReadOnly(world);
  const source = resolve(world.cwd, asked);
  if (!existsSync(source)) throw new UsageError(`${source}: there is no such file`, 'Name a backup.');
  const path = databasePath(world, choice.db);
  if (source === path) throw new UsageError(`${source}: this is the database itself`, 'Name a backup.');
  return withClearFileErrors(path, () => replaceBy(world, choice, { source, path }));
}

async function replaceBy(
  world: World,
  choice: DatabaseChoice,
  { source, path }: { source: string; path: string },
): Promise<Restored> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await copyOf(source, draft);
    const proof = await proofOf(draft);
    if (!proof.whole) {
      throw new RefusedError(
        `${source}: its history is not whole; nothing was changed: ${describeFaults(proof).join(' ')}`,
        'Restore another backup.',
      );
    }
    const replaced = existsSync(path) ? await proofOf(path).catch(() => undefined) : undefined;
    const movedTo = existsSync(path) ? await moveAside(path, world.now()) : undefined;
    // Unlike a rename, a link never takes the place of a file that somebody has just made.
    await link(draft, path).catch(async (cause) => {
      if (movedTo !== undefined) await moveAll(movedTo, path);
      throw cause;
    });
    await record(world, choice, { source, proof, replaced });
    return { path, entries: proof.entries, movedTo, replacedEntries: replaced?.entries };
  } finally {
    await removeDraft(draft);
  }
}

async function copyOf(source: string, draft: string): Promise<void> {
  const store = await openReadStore(source);
  try {
    await store.copyTo(draft);
  } finally {
    await store.close();
  }
}

async function proofOf(path: string): Promise<HistoryProof> {
  const store = await openReadStore(path);
  try {
    return await store.verify();
  } finally {
    await store.close();
  }
}

/** Gives the database and what belongs to it another name, when nobody else has it open. */
async function moveAside(path: string, now: Date): Promise<string> {
  takeOutOfUse(path);
  const target = `${path}.replaced-${now.toISOString().replaceAll(':', '')}`;
  if (existsSync(target)) throw new WorkError(`${target}: there is a file of that name`, 'Try again.');
  await moveAll(path, target);
  return target;
}

async function moveAll(from: string, to: string): Promise<void> {
  for (const ending of endings) if (existsSync(from + ending)) await rename(from + ending, to + ending);
}

async function record(
  world: World,
  choice: DatabaseChoice,
  { source, proof, replaced }: { source: string; proof: HistoryProof; replaced: HistoryProof | undefined },
): Promise<void> {
  const actor = await actingPerson(world);
  const store = await openWritableHistory(world, choice, { daily: 'leave to the caller' });
  try {
    const body = {
      v: 1 as const,
      from: basename(source),
      entries: proof.entries,
      head: proof.head ?? '',
      replaced: replaced?.head === undefined ? null : { entries: replaced.entries, head: replaced.head },
    };
    await store.append(() => [{ actor, subject: 'history', event: { kind: 'history.restored', body } }]);
  } finally {
    await store.close();
  }
}

async function removeDraft(draft: string): Promise<void> {
  const names = await readdir(dirname(draft)).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(basename(draft))))
    await rm(join(dirname(draft), name), { force: true });
}
