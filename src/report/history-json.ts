import type { HistoryEntry } from '../domain/audit/history-entry.ts';

/** The history for programs, `codex-cockpit/history` version 1 (docs/json.md), in the order given. */
export function renderHistoryJson(entries: readonly HistoryEntry[]): string {
  const document = {
    format: 'codex-cockpit/history',
    version: 1,
    entries: entries.map(({ event, ...columns }) => ({ ...columns, body: event.body })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
