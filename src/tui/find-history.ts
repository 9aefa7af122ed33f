import { searchHistory } from '../app/history/search-history.ts';
import { readFilterLine } from '../domain/history/find/filter-line.ts';
import { parseHistoryFilter } from '../domain/history/find/parse-history-filter.ts';
import type { ReadableHistory } from './connection.ts';
import type { HistoryView } from './state.ts';

const pageEntries = 500;

/**
 * Finds a page of the history by a line that a person typed.
 *
 * @throws UsageError for a line that cannot be read
 */
export async function findHistory(
  store: ReadableHistory,
  filter: string,
  { now, before }: { now: Date; before?: number | undefined },
): Promise<HistoryView> {
  const asked = parseHistoryFilter(readFilterLine(filter), now);
  const { entries, nextBefore } = await searchHistory(store, asked, { before, limit: pageEntries });
  return { entries, filter, nextBefore };
}
