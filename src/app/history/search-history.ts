import { type HistoryEntry, readEntry } from '../../domain/history/find/history-entry.ts';
import type { HistoryFilter } from '../../domain/history/find/history-filter.ts';
import type { ReadStore } from '../../store/connection/open.ts';

/** A page of entries, newest first. */
export type HistoryPage = {
  entries: readonly HistoryEntry[];
  /** Where the next page begins: `before` this number; undefined when there is no older entry. */
  nextBefore: number | undefined;
};

/** Finds a page of the history; none while there is no history. */
export async function searchHistory(
  store: ReadStore | undefined,
  filter: HistoryFilter,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<HistoryPage> {
  // One more than the page has, to know whether there is another.
  const found = (await store?.findEntries(filter, { before, limit: limit + 1 })) ?? [];
  const page = found.slice(0, limit);
  return {
    entries: page.map(readEntry),
    nextBefore: found.length > limit ? page.at(-1)?.seq : undefined,
  };
}
