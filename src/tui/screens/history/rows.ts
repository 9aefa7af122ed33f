import { cleanLine } from '../../../domain/base/text/clean.ts';
import { entriesNamedBy } from '../../../domain/history/entry/event-references.ts';
import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import { renderFields } from '../../../report/base/value-fields.ts';
import { factLines } from '../../components/text.ts';
import type { State } from '../../shell/state.ts';
import { found } from './find.ts';

/** The entries that were found by the filter. */
export function historyRows(state: State): readonly HistoryEntry[] {
  return found.of(state).entries;
}

/** An entry that was found, by its number. */
function entryOf(state: State, seq: number): HistoryEntry | undefined {
  // There may be as many as the history has, the newest first.
  const rows = historyRows(state);
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((rows[middle]?.seq ?? 0) > seq) from = middle + 1;
    else to = middle;
  }
  return rows[from]?.seq === seq ? rows[from] : undefined;
}

/** What matters of an entry beside the list: what was done, by whom, on what it rests, what was recorded. */
export function entryPreview(state: State, entry: HistoryEntry): string {
  const { event, at, actor, subject, hash, origin } = entry;
  const restsOn = entriesNamedBy(event);
  return [
    summary(entry),
    '',
    ...factLines([
      ['by', origin ? `${actor}, account ${origin.account} on ${origin.host}` : actor],
      ['at', at],
      ['about', subject],
      ['hash', hash],
    ]),
    ...(restsOn.length === 0 ? [] : ['', 'Rests on']),
    ...restsOn.map((seq) => {
      const other = entryOf(state, seq);
      return `  ${String(seq).padStart(5)}  ${other ? `${cleanLine(other.actor)}  ${summary(other)}` : ''}`;
    }),
    '',
    'Recorded',
    ...renderFields(event.body).map((line) => `  ${line}`),
  ].join('\n');
}

/** One line that tells what an entry recorded. */
export function summary(entry: HistoryEntry): string {
  return cleanLine(summarizeEvent(entry.event));
}
