import type { Check } from '../../../domain/checks/check.ts';
import type { RecordedCheck } from '../../../domain/checks/recorded.ts';
import { SEVERITIES, type Verdict } from '../../../domain/checks/verdict.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import { cursorOf, filterOf, perState, type State } from '../../shell/state.ts';
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

const attention: readonly Verdict[] = ['error', 'fail', 'warn', 'manual', 'pass', 'skip'];

/** Failures first, unless somebody chose another order; rows that change as they run stay in place. */
export const checkSorting = sorting<CheckRow>(
  'checks',
  {
    STATE: ({ result }) => (result ? attention.indexOf(result.verdict) : attention.length),
    CHECK: ({ check }) => check.id,
    SEVERITY: ({ check }) => SEVERITIES.indexOf(check.severity),
    TOOK: ({ result }) => result?.durationMs ?? 0,
  },
  ({ run }) => (run.going ? undefined : { by: 'STATE', descending: false }),
);

/** The checks that pass the filter. */
export const checkRows = perState((state): readonly CheckRow[] => {
  const filter = filterOf(state, 'checks');
  const found = allChecks(state).filter(({ check, result }) =>
    matches(`${check.id} ${check.title} ${result?.verdict ?? ''} ${result?.summary ?? ''}`, filter),
  );
  return checkSorting.apply(state, found);
});

/** The check under the cursor, or those that the selected item asks for. */
export function selectedChecks(state: State): readonly string[] {
  if (state.screen === 'checks') {
    const row = checkRows(state)[cursorOf(state)];
    return row ? [row.check.id] : [];
  }
  const requirements = selectedItem(state)?.item.requirements ?? [];
  return requirements.filter(({ kind }) => kind === 'check').map(({ key }) => key);
}

/** The checks that the palette finds. */
export const checkTargets = rowTargets<Check>('checks', 'check', {
  id: ({ id }) => id,
  label: ({ id }) => id,
  about: ({ title }) => title,
});
