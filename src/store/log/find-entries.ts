import { type Kysely, sql } from 'kysely';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { HistoryFilter } from '../../domain/history/find/history-filter.ts';
import type { Tables } from '../connection/schema.ts';
import { readSound } from './entries.ts';
import { matchExpression } from './match-expression.ts';

/** A page of what is found, newest first unless it begins `after` an entry. */
export type EntryPage = { limit: number } & (
  | { before?: number | undefined; after?: never }
  | { after: number; before?: never }
);

/**
 * The entries that a filter lets through: those before an entry, newest first, or those after one, oldest first. However long the history is, only about as many
 * entries are read as the page has: words and facets come from one index, times narrow the numbers.
 */
export async function findEntries(
  db: Kysely<Tables>,
  filter: HistoryFilter,
  { before, after, limit }: EntryPage,
): Promise<readonly Entry[]> {
  const { first, last } = await stretchOf(db, filter);
  const start = Math.max(1, first, after === undefined ? first : after + 1);
  const order = after === undefined ? sql`DESC` : sql`ASC`;
  const end = Math.min(last, before === undefined ? last : before - 1);
  const { from, seq } = foundBetween(filter, start, end);
  const query = sql<Entry>`SELECT entry.* ${from} ORDER BY ${seq} ${order} LIMIT ${limit}`;
  return readSound(db, query);
}

/** How many entries a filter lets through. */
export async function countFound(db: Kysely<Tables>, filter: HistoryFilter): Promise<number> {
  const { first, last } = await stretchOf(db, filter);
  const match = matchExpression(filter);
  const isTimed = filter.since !== undefined || filter.until !== undefined;
  // The index alone is several times as fast as looking up each entry.
  const from =
    match === undefined || isTimed
      ? foundBetween(filter, first, last).from
      : sql`FROM entry_word WHERE entry_word MATCH ${match}`;
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count ${from}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** What selects the entries of a range that a filter lets through, and the column that they are in order of. */
function foundBetween(filter: HistoryFilter, start: number, end: number) {
  const match = matchExpression(filter);
  const { since, until } = filter;
  const inTime = sql`${since === undefined ? sql`` : sql`AND entry.at >= ${since}`}
    ${until === undefined ? sql`` : sql`AND entry.at < ${until}`}`;
  if (match === undefined)
    return {
      from: sql`FROM entry WHERE entry.seq BETWEEN ${start} AND ${end} ${inTime}`,
      seq: sql`entry.seq`,
    };
  return {
    from: sql`FROM entry_word CROSS JOIN entry ON entry.seq = entry_word.rowid
      WHERE entry_word MATCH ${match} AND entry_word.rowid BETWEEN ${start} AND ${end} ${inTime}`,
    seq: sql`entry_word.rowid`,
  };
}

/** Numbers of the range that has all entries of the filter's days; others may be in it too. */
async function stretchOf(
  db: Kysely<Tables>,
  { since, until }: HistoryFilter,
): Promise<{ first: number; last: number }> {
  const first =
    since === undefined
      ? 1
      : (
          await db
            .selectFrom('day')
            .select((eb) => eb.fn.min('first_seq').as('seq'))
            .where('day', '>=', since.slice(0, 10))
            .executeTakeFirst()
        )?.seq;
  const last =
    until === undefined
      ? Number.MAX_SAFE_INTEGER
      : (
          await db
            .selectFrom('day')
            .select((eb) => eb.fn.max('last_seq').as('seq'))
            .where('day', '<=', until.slice(0, 10))
            .executeTakeFirst()
        )?.seq;
  return { first: Number(first ?? Number.MAX_SAFE_INTEGER), last: Number(last ?? 0) };
}
