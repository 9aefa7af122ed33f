import { type HistoryEntry, readEntry } from '../../domain/history/find/history-entry.ts';
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
