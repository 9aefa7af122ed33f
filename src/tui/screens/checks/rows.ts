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

/** Every check of the suite with its newest result, whatever run that came from. */
export function allChecks({ suite, status, run }: State): readonly CheckRow[] {
  const recorded = new Map(status?.checks.map((result) => [result.check, result]));
  return (suite?.checks ?? []).map((check): CheckRow => {
    const runningSince = run.runningSince[check.id];
    const [before, here] = [recorded.get(check.id), run.results[check.id]];
    const waiting = run.going && run.planned.includes(check.id) && !here && runningSince === undefined;
    const newest = here && here.seq > (before?.seq ?? 0) ? here : before;
    return { check, result: waiting ? undefined : newest, runningSince, waiting };
  });
}

/** The checks that pass the filter, in the order of the suite. */
export function checkRows(state: State): readonly CheckRow[] {
  const filter = filterOf(state, 'checks');
  return allChecks(state).filter(({ check, result }) =>
    matches(`${check.id} ${check.title} ${result?.verdict ?? ''} ${result?.summary ?? ''}`, filter),
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
