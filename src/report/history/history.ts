import { cleanLine } from '../../domain/base/text/clean.ts';
import type { EntryOrigin } from '../../domain/history/entry/entry-origin.ts';
import { summarizeEvent } from '../../domain/history/entry/summarize.ts';
import type { HistoryEntry } from '../../domain/history/find/history-entry.ts';
import type { HistoryFilter } from '../../domain/history/find/history-filter.ts';
import { jsonDocument } from '../base/json-document.ts';
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

/** The history for programs, `codex-cockpit/history` version 1 (docs/json.md), in the order given. */
export function renderHistoryJson(entries: readonly HistoryEntry[]): string {
  return jsonDocument('history', { entries: entries.map(entryFields) });
}

/** A page of it, `codex-cockpit/audit-log` version 1 (docs/json.md). */
export function renderHistoryPageJson(
  { entries, nextBefore }: { entries: readonly HistoryEntry[]; nextBefore: number | undefined },
  { who, what, since, until, subject, kinds, phase, version, pin, text }: HistoryFilter,
): string {
  const filter = { who, what, since, until, subject, kinds, phase, cli_version: version, pin, text };
  const orNull = Object.entries(filter).map(([name, value]) => [name, value ?? null]);
  return jsonDocument('audit-log', {
    filter: Object.fromEntries(orNull),
    entries: entries.map(entryFields),
    next_before: nextBefore ?? null,
  });
}

/** The columns of an entry, its body and origin as they were recorded. */
export function entryFields({ event, origin, ...columns }: HistoryEntry): object {
  return { ...columns, body: event.body, origin: origin ? originFields(origin) : null };
}

function originFields({ account, host, namedBy }: EntryOrigin): object {
  return { named_by: namedBy, account, host };
}
