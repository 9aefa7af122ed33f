import type { Kysely } from 'kysely';
import type { Entry } from '../domain/audit/entry.ts';
import type { EventKind } from '../domain/audit/event.ts';
import type { Tables } from './schema.ts';

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

/** Entries in order of `seq`, read page by page so that a long history never fills the memory. */
export async function* readEntries(db: Kysely<Tables>, range: EntryRange): AsyncGenerator<Entry> {
  const newestFirst = range.newestFirst ?? false;
  let remaining = range.limit ?? Number.POSITIVE_INFINITY;
  let edge: number | undefined = newestFirst ? undefined : (range.after ?? 0);
  while (remaining > 0) {
    let page = db
      .selectFrom('entry')
      .selectAll()
      .orderBy('seq', newestFirst ? 'desc' : 'asc');
    if (edge !== undefined) page = page.where('seq', newestFirst ? '<' : '>', edge);
    if (newestFirst && range.after !== undefined) page = page.where('seq', '>', range.after);
    if (range.kind !== undefined) page = page.where('kind', '=', range.kind);
    if (range.subject !== undefined) page = page.where('subject', '=', range.subject);
    const rows = await page.limit(Math.min(pageSize, remaining)).execute();
    yield* rows;
    if (rows.length < Math.min(pageSize, remaining)) return;
    remaining -= rows.length;
    edge = rows.at(-1)?.seq;
  }
}

/** How many entries there are. The log has no gaps, so the last number is the count. */
export async function countEntries(db: Kysely<Tables>): Promise<number> {
  const row = await db
    .selectFrom('entry')
    .select((eb) => eb.fn.max('seq').as('last'))
    .executeTakeFirst();
  return Number(row?.last ?? 0);
}
