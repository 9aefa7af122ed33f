import { cleanLine } from '../../../domain/base/text/clean.ts';
import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import type { State } from '../../shell/state.ts';
import { found } from './find.ts';

/** The entries that were found by the filter. */
export function historyRows(state: State): readonly HistoryEntry[] {
  return found.of(state).entries;
}

/** One line that tells what an entry recorded. */
export function summary(entry: HistoryEntry): string {
  return cleanLine(summarizeEvent(entry.event));
}
