import type { Entry } from '../../domain/history/entry/entry.ts';
import type { EventKind } from '../../domain/history/entry/event.ts';
import { type RunSums, runOf } from '../../domain/history/find/fold-runs.ts';
import { type HistoryEntry, readEntry } from '../../domain/history/find/history-entry.ts';
import type { HistoryFilter } from '../../domain/history/find/history-filter.ts';
import { MACHINE_KINDS } from '../../domain/history/find/machine-rows.ts';
import type { ReadStore } from '../../store/connection/open.ts';

export type { HistoryEntry };

/** The newest entries first; none while there is no history. */
export async function* listHistory(
  store: ReadStore | undefined,
  { limit = 50 }: { limit?: number } = {},
): AsyncGenerator<HistoryEntry> {
  if (!store) return;
  for await (const entry of store.entries({ newestFirst: true, limit })) {
    yield readEntry(entry);
  }
}

/** A page of entries, newest first. */
export type HistoryPage = {
  entries: readonly HistoryEntry[];
  /** Where the next page begins: `before` this number; undefined when there is no older entry, or nobody looked. */
  nextBefore: number | undefined;
  /** The same towards newer entries: `after` this number. */
  nextAfter: number | undefined;
};

/** Which page is wanted: `before` a number, the newest of all by default, or those that follow `after` one. */
type WantedPage = { limit: number } & (
  | { before?: number | undefined; after?: never }
  | { after: number; before?: never }
);

/** Finds a page of the history; none while there is no history. */
export function searchHistory(
  store: ReadStore | undefined,
  filter: HistoryFilter,
  wanted: WantedPage,
): Promise<HistoryPage> {
  return pageOf(wanted, async (page) => (await store?.findEntries(filter, page)) ?? []);
}

/**
 * Finds a page of all entries, in which each run of a suite has one, its newest, unless it is open. What the runs of the
 * page came to is counted in all of their entries.
 */
export async function searchFolded(
  store: ReadStore | undefined,
  open: ReadonlySet<string>,
  wanted: WantedPage,
): Promise<HistoryPage & { runs: readonly RunSums[] }> {
  const page = await pageOf(wanted, async (one) => (await store?.findFolded([...open], one)) ?? []);
  return { ...page, runs: await sumsOf(store, page.entries) };
}

/** What the runs came to that recorded any of the entries. */
async function sumsOf(
  store: ReadStore | undefined,
  entries: readonly HistoryEntry[],
): Promise<readonly RunSums[]> {
  const ids = new Set(entries.map(runOf).filter((id) => id !== undefined));
  return (await store?.sumsOfRuns([...ids])) ?? [];
}

/** Entries with hundreds of rows, as imports have them, come in pages of so many. */
const fewEntries = 50;

/** Entries are read in few at a time when so many of the first ones have more characters. */
const manyCharacters = 1024 * 1024;

async function pageOf(
  { limit, ...from }: WantedPage,
  find: (page: WantedPage) => Promise<readonly Entry[]>,
): Promise<HistoryPage> {
  const few = Math.min(limit, fewEntries);
  // One more than the page has, to know whether there is another.
  const first = await find({ ...from, limit: few + 1 });
  const isLarge = first.reduce((sum, { body }) => sum + body.length, 0) > manyCharacters;
  const isWhole = first.length <= few || few === limit || isLarge;
  const found = isWhole ? first : await find({ ...from, limit: limit + 1 });
  const page = found.slice(0, isWhole ? few : limit);
  const next = found.length > page.length ? page.at(-1)?.seq : undefined;
  return from.after === undefined
    ? { entries: page.map(readEntry), nextBefore: next, nextAfter: undefined }
    : { entries: page.map(readEntry).reverse(), nextBefore: undefined, nextAfter: next };
}

/** What the program recorded by itself and a filter lets through, kind by kind; nothing of a kind without entries. */
export async function countMachineRows(
  store: ReadStore | undefined,
  filter: HistoryFilter,
): Promise<readonly { kind: EventKind; entries: number }[]> {
  const counted = [];
  for (const kind of MACHINE_KINDS)
    counted.push({ kind, entries: (await store?.countFound({ ...filter, kinds: [kind] })) ?? 0 });
  return counted.filter(({ entries }) => entries > 0);
}
