import { cleanLine } from '../../../domain/base/text/clean.ts';
import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import { readFilterLine } from '../../../domain/history/find/filter-line.ts';
import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import { matches } from '../../components/matches.ts';
import { filterOf, type State } from '../../shell/state.ts';
import { found } from './find.ts';

/** The entries that were found by the filter; while one is typed, those of them that have its words. */
export function historyRows(state: State): readonly HistoryEntry[] {
  const { entries, filter } = found.of(state);
  const line = filterOf(state, 'history');
  if (filter === line) return entries;
  const { text = '' } = readFilterLine(line);
  return entries.filter((entry) =>
    matches(`${entry.seq} ${entry.at} ${entry.actor} ${entry.event.kind} ${summary(entry)}`, text),
  );
}

/** One line that tells what an entry recorded. */
export function summary(entry: HistoryEntry): string {
  return cleanLine(summarizeEvent(entry.event));
}
