import { type Kysely, sql } from 'kysely';
import type { EventKind } from '../../domain/audit/event.ts';
import { textsNamedIn } from '../../domain/audit/named-texts.ts';
import { blobNeverGoes } from '../log-tables.ts';
import type { Tables } from '../schema.ts';

/** Which stored texts may go: larger than so many bytes, and named last before that time (RFC 3339). */
export type Retention = { largerThan: number; before: string };

/** A text that may go, or went. */
export type RemovableText = { digest: string; bytes: number };

/** Kinds of entries whose texts are what a program printed. */
const outputs: ReadonlySet<string> = new Set<EventKind>(['check.finished', 'catalog.ran']);

/**
 * Finds what may go: output of checks, and nothing that any other entry names, such as the text of a
 * runbook, or that a newer check printed again.
 */
export async function findRemovable(
  db: Kysely<Tables>,
  { largerThan, before }: Retention,
): Promise<readonly RemovableText[]> {
  const large = await db
    .selectFrom('blob')
    .select(['sha256 as digest', 'size as bytes'])
    .where('size', '>', largerThan)
    .execute();
  if (large.length === 0) return [];
  const old = new Set<string>();
  const kept = new Set<string>();
  const naming = db.selectFrom('entry').select(['kind', 'at', 'body']).where('body', 'like', '%"sha256":"%');
  for await (const { kind, at, body } of naming.stream()) {
    const named = outputs.has(kind) && at < before ? old : kept;
    for (const digest of textsNamedIn(body)) named.add(digest);
  }
  return large.filter(({ digest }) => old.has(digest) && !kept.has(digest));
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
