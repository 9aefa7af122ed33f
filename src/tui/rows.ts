import type { HistoryEntry } from '../domain/audit/history-entry.ts';
import { summarizeEvent } from '../domain/audit/summarize.ts';
import type { Check } from '../domain/checks/check.ts';
import type { RecordedCheck } from '../domain/checks/recorded.ts';
import { cleanLine } from '../domain/text/clean.ts';
import type { ScreenId, State } from './state.ts';

/** A check with what is known of it now. */
export type CheckRow = {
  check: Check;
  /** From this run, else from the last recorded one. */
  result: RecordedCheck | undefined;
  /** Since when it runs, on the monotonic clock. */
  runningSince: number | undefined;
  waiting: boolean;
};

/** The checks that pass the filter, in the order of the suite. */
export function checkRows(state: State): readonly CheckRow[] {
  const recorded = state.run.planned.length > 0 ? [] : (state.status?.lastRun?.checks ?? []);
  const rows = (state.suite?.checks ?? []).map((check): CheckRow => {
    const runningSince = state.run.runningSince[check.id];
    const result = state.run.results[check.id] ?? recorded.find((one) => one.check === check.id);
    const waiting =
      state.run.going && state.run.planned.includes(check.id) && !result && runningSince === undefined;
    return { check, result, runningSince, waiting };
  });
  return rows.filter(({ check, result }) =>
    matches(
      `${check.id} ${check.title} ${result?.verdict ?? ''} ${result?.summary ?? ''}`,
      state.filter.checks,
    ),
  );
}

/** The entries that pass the filter, newest first. */
export function historyRows(state: State): readonly HistoryEntry[] {
  return state.history.filter((entry) =>
    matches(
      `${entry.seq} ${entry.at} ${entry.actor} ${entry.event.kind} ${summary(entry)}`,
      state.filter.history,
    ),
  );
}

/** One line that tells what an entry recorded. */
export function summary(entry: HistoryEntry): string {
  return cleanLine(summarizeEvent(entry.event));
}

/** How many rows the list of a screen has. */
export function rowCount(state: State, screen: ScreenId): number {
  switch (screen) {
    case 'rollout':
      return state.phases.length;
    case 'checks':
      return checkRows(state).length;
    case 'history':
      return historyRows(state).length;
  }
}

/** Every word of the filter must occur; a word after `!` must not. Case does not count. */
export function matches(text: string, filter: string): boolean {
  const haystack = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '!')
    .every((word) => (word.startsWith('!') ? !haystack.includes(word.slice(1)) : haystack.includes(word)));
}
