import { cleanLine } from '../../domain/base/text/clean.ts';
import { summarizeEvent } from '../../domain/history/entry/summarize.ts';
import type { HistoryEntry } from '../../domain/history/find/history-entry.ts';
import { alignColumns } from '../base/table.ts';

/** The history for people, a line an entry, in the order given. */
export function renderHistoryTable(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) return 'The history is empty.\n';
  const rows = entries.map(({ seq, at, actor, event }) => [
    String(seq).padStart(5),
    at,
    cleanLine(actor),
    event.kind,
    cleanLine(summarizeEvent(event)),
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}
