import { cleanLine } from '../../../domain/base/text/clean.ts';
import { entriesNamedBy } from '../../../domain/history/entry/event-references.ts';
import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import {
  describeRun,
  type FoldedRun,
  foldRuns,
  type HistoryRow,
} from '../../../domain/history/find/fold-runs.ts';
import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import { renderFields, withShortLists } from '../../../report/base/value-fields.ts';
import { factLines } from '../../components/text.ts';
import { cursorOf, type State } from '../../shell/state.ts';
import { failuresOf } from './failures.ts';
import { type Found, found, isFolded, openRuns } from './found.ts';

type Rows = { of: Found; open: ReadonlySet<string>; rows: readonly HistoryRow[] };

// A key leaves the entries as they are, and there may be many.
const made = new WeakMap<readonly HistoryEntry[], Rows>();

/** The entries that were found. Where all are shown, what a run recorded is one row, until somebody opens it. */
export function historyRows(state: State): readonly HistoryRow[] {
  const now = found.of(state);
  const open = openRuns.of(state);
  const known = made.get(now.entries);
  if (known?.open === open && known.of.runs === now.runs && known.of.query === now.query) return known.rows;
  const rows = isFolded(now.query)
    ? foldRuns(now.entries, { runs: now.runs, open })
    : now.entries.map((entry): HistoryRow => ({ type: 'entry', entry, isOfRun: false }));
  made.set(now.entries, { of: now, open, rows });
  return rows;
}

/** The entry of a row; of a run, its newest one. */
export function entryOf(row: HistoryRow): HistoryEntry {
  return row.type === 'entry' ? row.entry : row.run.newest;
}

/** The place of the row of an entry; 0 when it has none. */
export function placeOfEntry(state: State, seq: number): number {
  return Math.max(
    0,
    historyRows(state).findIndex((row) => row.type === 'entry' && row.entry.seq === seq),
  );
}

/** The row under the cursor. */
export function selectedRow(state: State): HistoryRow | undefined {
  return historyRows(state)[cursorOf(state, 'history')];
}

/** What a run came to: what failed in it first, and the entries that it recorded. */
export function runText(state: State, { sums, newest }: FoldedRun, isOpen: boolean): string {
  const { first, last, counts } = sums;
  const bad = counts.fail + counts.error;
  const failures = failuresOf(state, sums);
  const more = failures ? bad - failures.length : 0;
  return [
    cleanLine(describeRun(sums).text),
    '',
    ...factLines([
      ['by', newest.actor],
      ['until', newest.at],
      ['entries', first === last ? String(first) : `${first} to ${last}`],
      ['enter', isOpen ? 'folds them again' : 'shows them'],
    ]),
    ...(bad === 0 ? [] : ['', 'Failed']),
    ...(bad > 0 && !failures ? ['  reading…'] : []),
    ...(failures ?? []).flatMap(({ check, summary: why }) => [
      `  ${cleanLine(check)}`,
      `    ${cleanLine(why)}`,
    ]),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}

/** An entry that was found, by its number. */
function foundEntry(state: State, seq: number): HistoryEntry | undefined {
  // There may be as many as the history has, the newest first.
  const { entries } = found.of(state);
  let [from, to] = [0, entries.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((entries[middle]?.seq ?? 0) > seq) from = middle + 1;
    else to = middle;
  }
  return entries[from]?.seq === seq ? entries[from] : undefined;
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
      const other = foundEntry(state, seq);
      return `  ${String(seq).padStart(5)}  ${other ? `${cleanLine(other.actor)}  ${summary(other)}` : ''}`;
    }),
    '',
    'Recorded',
    ...renderFields(withShortLists(event.body, mostOfList)).map((line) => `  ${line}`),
  ].join('\n');
}

/** A preview is drawn again at every key, and an import has hundreds of rows; `audit show` prints all of them. */
const mostOfList = 40;

/** One line that tells what an entry recorded. */
export function summary(entry: HistoryEntry): string {
  return cleanLine(summarizeEvent(entry.event));
}
