import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { UnusableError } from '../../domain/base/errors.ts';
import type { Evidence } from '../../domain/base/text-evidence.ts';
import type { Tables } from '../connection/schema.ts';

/** Most bytes of one text that are kept; the rest is cut and the entry's blob says so. */
export const MAX_BLOB_BYTES = 256 * 1024;

/** A text on its way into the log, addressed by the digest of what is stored. */
export type Blob = { sha256: string; bytes: Uint8Array; size: number; truncatedFrom: number | undefined };

/** A stored text, with its full size when it was cut. */
export type StoredText = { text: string; size: number; truncatedFrom: number | undefined };

/** The bytes of a stored text and the digest that it was stored under. */
export type StoredBytes = { sha256: string; bytes: Uint8Array };

/** Prepares an already redacted text for storing. */
export function toBlob(text: string): Blob {
  const whole = Buffer.from(text, 'utf8');
  const bytes = whole.length > MAX_BLOB_BYTES ? cut(whole) : whole;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, bytes, size: bytes.length, truncatedFrom: bytes === whole ? undefined : whole.length };
}

/** Whether a stored text is so large that it may have been cut, at the last whole character that has room. */
export function mayBeCut(size: number): boolean {
  return size > MAX_BLOB_BYTES - 4;
}

/** How an entry names a blob. */
export function toEvidence(label: string, blob: Blob): Evidence {
  return { label, sha256: blob.sha256, size: blob.size };
}

export async function insertBlobs(db: Kysely<Tables>, blobs: readonly Blob[]): Promise<void> {
  for (const { sha256, bytes, size, truncatedFrom } of blobs) {
    const known = await db
      .selectFrom('blob')
      .select('sha256')
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    if (known) continue;
    await db
      .insertInto('blob')
      .values({ sha256, bytes, size, truncated_from: truncatedFrom ?? null })
      .execute();
  }
}

/** @throws UnusableError when what is stored under the digest is another text */
export async function readBlob(db: Kysely<Tables>, sha256: string): Promise<StoredText | undefined> {
  const row = await db.selectFrom('blob').selectAll().where('sha256', '=', sha256).executeTakeFirst();
  if (row && createHash('sha256').update(row.bytes).digest('hex') !== sha256)
    throw new UnusableError(
      `the stored text ${sha256} is not what was recorded`,
      'codex-cockpit audit verify says more. Restore a backup that is whole, or ask who changed the file.',
    );
  return (
    row && {
      text: Buffer.from(row.bytes).toString('utf8'),
      size: row.bytes.length,
      truncatedFrom: row.truncated_from ?? undefined,
    }
  );
}

const pageSize = 50;

/** Every stored text, a few at a time. */
export async function* readBlobs(db: Kysely<Tables>): AsyncGenerator<StoredBytes> {
  for (let after = ''; ; ) {
    const page = await db
      .selectFrom('blob')
      .select(['sha256', 'bytes'])
      .where('sha256', '>', after)
      .orderBy('sha256')
      .limit(pageSize)
      .execute();
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.sha256;
  }
}

function cut(bytes: Buffer): Buffer {
  let end = MAX_BLOB_BYTES;
  // Never in the middle of a UTF-8 sequence: continuation bytes are 10xxxxxx.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
