import { type Kysely, sql } from 'kysely';
import type { EventKind } from '../../domain/history/entry/event.ts';
import { textsNamedIn } from '../../domain/history/entry/named-texts.ts';
import { blobNeverGoes } from '../connection/log-tables.ts';
import type { Tables } from '../connection/schema.ts';
import { readEntries } from '../log/entries.ts';

/** Which output may go: all that is larger than so many bytes and named last before that time (RFC 3339), or these. */
export type Retention = { largerThan: number; before: string } | { digests: ReadonlySet<string> };

/** A text that may go, or went. */
export type RemovableText = { digest: string; bytes: number };

/** Kinds of entries whose texts are what a program printed. */
const OUTPUT_KINDS = ['check.finished', 'catalog.ran'] as const satisfies readonly EventKind[];

const outputs: ReadonlySet<string> = new Set(OUTPUT_KINDS);

/**
 * Finds what may go: output of checks, and nothing that any other entry names, such as the text of a
 * runbook, or that a newer check printed again.
 */
export async function findRemovable(
  db: Kysely<Tables>,
  retention: Retention,
): Promise<readonly RemovableText[]> {
  const { largerThan, before, isMeant } =
    'digests' in retention
      ? { largerThan: -1, before: undefined, isMeant: (digest: string) => retention.digests.has(digest) }
      : { ...retention, isMeant: () => true };
  const texts = await db
    .selectFrom('blob')
    .select(['sha256 as digest', 'size as bytes'])
    .where('size', '>', largerThan)
    .execute();
  const meant = texts.filter(({ digest }) => isMeant(digest));
  if (meant.length === 0) return [];
  const old = new Set<string>();
  const kept = new Set<string>();
  for await (const { kind, at, body } of readEntries(db, {})) {
    const named = outputs.has(kind) && (before === undefined || at < before) ? old : kept;
    for (const digest of textsNamedIn(body)) named.add(digest);
  }
  return meant.filter(({ digest }) => old.has(digest) && !kept.has(digest));
}

/**
 * Lets the bytes of texts go. Inside the transaction that records it: the guard that refuses this to
 * everybody is back before anybody else can write.
 */
export async function removeTexts(db: Kysely<Tables>, texts: readonly RemovableText[]): Promise<void> {
  await sql`DROP TRIGGER blob_never_goes`.execute(db);
  for (const { digest } of texts) await db.deleteFrom('blob').where('sha256', '=', digest).execute();
  await sql.raw(blobNeverGoes).execute(db);
}
