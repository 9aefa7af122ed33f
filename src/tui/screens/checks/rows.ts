import type { Check } from '../../../domain/checks/check.ts';
import type { RecordedCheck } from '../../../domain/checks/recorded.ts';
import { matches } from '../../components/matches.ts';
import { cursorOf, filterOf, type State } from '../../shell/state.ts';
import { selectedItem } from '../rollout/rows.ts';

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
      filterOf(state, 'checks'),
    ),
  );
}

/** The check under the cursor, or those that the selected item asks for. */
export function selectedChecks(state: State): readonly string[] {
  if (state.screen === 'checks') {
    const row = checkRows(state)[cursorOf(state)];
    return row ? [row.check.id] : [];
  }
  const requirements = selectedItem(state)?.item.requirements ?? [];
  return requirements.filter(({ kind }) => kind === 'check').map(({ key }) => key);
}
