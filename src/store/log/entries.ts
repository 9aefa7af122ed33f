import { type Kysely, type RawBuilder, sql } from 'kysely';
import { UnusableError } from '../../domain/base/errors.ts';
import { CanonicalForms } from '../../domain/history/entry/canonical-form.ts';
import { type Entry, GENESIS_HASH } from '../../domain/history/entry/entry.ts';
import type { EventKind } from '../../domain/history/entry/event.ts';
import { faultOf } from '../../domain/history/proof/chain.ts';
import type { Tables } from '../connection/schema.ts';

/** Which entries to read; all of them by default. */
export type EntryRange = {
  /** Only entries with a higher `seq`. */
  after?: number;
  /** At most so many. */
  limit?: number;
  /** Only entries of this kind. */
  kind?: EventKind;
  /** Only entries about this subject. */
  subject?: string;
  /** Newest first instead of oldest first. */
  newestFirst?: boolean;
};

const pageSize = 1000;

/**
 * Entries in order of `seq`, read page by page so that a long history never fills the memory.
 *
 * @throws UnusableError at the first entry that the proof would refuse
 */
export async function* readEntries(db: Kysely<Tables>, range: EntryRange): AsyncGenerator<Entry> {
  const newestFirst = range.newestFirst ?? false;
  const isWhole = range.kind === undefined && range.subject === undefined;
  const ofKind = range.kind === undefined ? sql`` : sql`AND kind = ${range.kind}`;
  const wanted = range.subject === undefined ? ofKind : sql`${ofKind} AND subject = ${range.subject}`;
  let remaining = range.limit ?? Number.POSITIVE_INFINITY;
  let edge: number | undefined = newestFirst ? undefined : (range.after ?? 0);
  while (remaining > 0) {
    const beyond = edge === undefined ? sql`` : newestFirst ? sql`AND seq < ${edge}` : sql`AND seq > ${edge}`;
    const page = sql<Entry>`SELECT * FROM entry WHERE seq > ${range.after ?? 0} ${beyond} ${wanted}
      ORDER BY seq ${newestFirst ? sql`DESC` : sql`ASC`} LIMIT ${Math.min(pageSize, remaining)}`;
    const rows = await readSound(db, page);
    if (isWhole && edge !== undefined) refuseGap(rows, newestFirst ? edge - 1 : edge + 1);
    yield* rows;
    if (rows.length < Math.min(pageSize, remaining)) return;
    remaining -= rows.length;
    edge = rows.at(-1)?.seq;
  }
}

/** Every row of the log as it is in the file, to be verified elsewhere. Nothing here is proved. */
export async function* readRows(db: Kysely<Tables>): AsyncGenerator<Entry> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const page =
      await sql<Entry>`SELECT seq, CAST(id AS TEXT) AS id, CAST(at AS TEXT) AS at, CAST(actor AS TEXT) AS actor,
        CAST(kind AS TEXT) AS kind, CAST(subject AS TEXT) AS subject, CAST(body AS TEXT) AS body,
        CAST(prev_hash AS TEXT) AS prev_hash, CAST(hash AS TEXT) AS hash, CAST(origin AS TEXT) AS origin
      FROM main.entry WHERE seq > ${after} ORDER BY seq LIMIT ${pageSize}`.execute(db);
    yield* page.rows;
    const last = page.rows.at(-1);
    if (!last) return;
    after = last.seq;
  }
}

/** One entry; undefined when there is none with that number. */
export async function readEntry(db: Kysely<Tables>, seq: number): Promise<Entry | undefined> {
  if (seq < 1) return undefined;
  return (await readSound(db, sql`SELECT * FROM entry WHERE seq = ${seq}`))[0];
}

/** The newest entry; undefined when there is none. */
export async function newestEntry(db: Kysely<Tables>): Promise<Entry | undefined> {
  for await (const entry of readEntries(db, { newestFirst: true, limit: 1 })) return entry;
  return undefined;
}

/** How many entries there are. The log has no gaps, so the last number is the count. */
export async function countEntries(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`SELECT max(seq) AS last FROM entry`.execute(db);
  return Math.max(0, Number(rows[0]?.last ?? 0));
}

/**
 * The entries that a query gives, each compared with its own hash and with the hashes that its neighbours in the log
 * name. Whoever reads entries gets them from here, so that nothing is shown or counted that the proof would refuse.
 *
 * @throws UnusableError for the first one that is not as it was recorded
 */
export async function readSound(db: Kysely<Tables>, query: RawBuilder<Entry>): Promise<readonly Entry[]> {
  const { rows } = await query.execute(db);
  const forms = new CanonicalForms();
  for (const row of rows) {
    const fault = faultOf(row, forms);
    if (fault !== undefined) throw unsound(row.seq, fault);
  }
  for (let start = 0; start < rows.length; start += neighboursAtOnce)
    await refuseUnlinked(db, rows.slice(start, start + neighboursAtOnce));
  return rows;
}

const neighboursAtOnce = 500;

async function refuseUnlinked(db: Kysely<Tables>, rows: readonly Entry[]): Promise<void> {
  const numbers = [...new Set(rows.flatMap(({ seq }) => [seq - 1, seq + 1]))];
  const found = await sql<Pick<Entry, 'seq' | 'hash' | 'prev_hash'>>`
    SELECT seq, hash, prev_hash FROM entry WHERE seq IN (SELECT value FROM json_each(${JSON.stringify(numbers)}))`.execute(
    db,
  );
  const neighbours = new Map(found.rows.map((row) => [row.seq, row]));
  for (const { seq, hash, prev_hash } of rows) {
    const before = seq === 1 ? GENESIS_HASH : neighbours.get(seq - 1)?.hash;
    if (before === undefined) throw unsound(seq - 1, 'it is missing');
    if (before !== prev_hash) throw unsound(seq, 'it does not follow the entry before it');
    const after = neighbours.get(seq + 1);
    if (after && after.prev_hash !== hash) throw unsound(after.seq, 'it does not follow the entry before it');
  }
}

function refuseGap(rows: readonly Entry[], expected: number): void {
  const [first] = rows;
  if (first && first.seq !== expected) throw unsound(expected, `it is missing; ${first.seq} follows`);
}

function unsound(seq: number, reason: string): UnusableError {
  return new UnusableError(
    `entry ${seq} is not as it was recorded: ${reason}`,
    'codex-cockpit audit verify says more. Restore a backup that is whole, or ask who changed the file.',
  );
}
