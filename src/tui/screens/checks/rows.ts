import { catalogCommandOf } from '../../../domain/artifacts/catalog/judge-command.ts';
import type { Check } from '../../../domain/checks/check.ts';
import type { RecordedCheck } from '../../../domain/checks/recorded.ts';
import { compareFindings, type FindingChange } from '../../../domain/checks/runs/compare-runs.ts';
import {
  type CheckState,
  type CheckTrail,
  needsAnotherRun,
  stateOfCheck,
} from '../../../domain/checks/runs/trail.ts';
import { SEVERITIES } from '../../../domain/checks/verdict.ts';
import { elsewhere } from '../../../domain/runbooks/elsewhere.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';
import { selectedItem } from '../rollout/rows.ts';

/** A check with what is known of it now. */
export type CheckRow = {
  check: Check;
  state: CheckState | 'running' | 'waiting';
  /** From this run, else from the last recorded one. */
  result: RecordedCheck | undefined;
  /** The result before that one. */
  before: RecordedCheck | undefined;
  /** What differs between these two. */
  changes: readonly FindingChange[];
  trail: CheckTrail | undefined;
  /** Since when it runs, on the monotonic clock. */
  runningSince: number | undefined;
  waiting: boolean;
};

/** The newest results of each check, by its id; undefined until they are read. */
export const trails = slice<ReadonlyMap<string, CheckTrail> | undefined>('check-trails', undefined);

/** Whether skipped checks are shown. */
export const showsSkipped = slice('check-skipped', false);

/** Every check of the suite with its newest result, whatever run that came from. */
export const allChecks = perState((state): readonly CheckRow[] => {
  const { suite, status, run } = state;
  const recorded = new Map(status?.checks.map((result) => [result.check, result]));
  const known = trails.of(state);
  // A candidate is judged by itself: what it comes to is not a result of the pin.
  const isOfPin = run.candidate === undefined;
  return (suite?.checks ?? []).map((check): CheckRow => {
    const runningSince = isOfPin ? run.runningSince[check.id] : undefined;
    const trail = known?.get(check.id);
    const [old, here] = [recorded.get(check.id), isOfPin ? run.results[check.id] : undefined];
    const isPlanned = isOfPin && run.going && run.planned.includes(check.id);
    const waiting = isPlanned && !here && runningSince === undefined;
    const isHere = here !== undefined && here.seq > (old?.seq ?? 0);
    const newest = isHere ? here : old;
    const before = [old, trail?.newest, trail?.before].find((one) => one && newest && one.seq < newest.seq);
    const result = waiting ? undefined : newest;
    const changes = result && before ? compareFindings(before, result) : [];
    const finished = stateOfCheck(result, status?.pin ?? '');
    const now = runningSince !== undefined ? 'running' : waiting ? 'waiting' : finished;
    return { check, state: now, result, before, changes, trail, runningSince, waiting };
  });
});

const attention: readonly CheckRow['state'][] = [
  'running',
  'error',
  'fail',
  'warn',
  'stale',
  'manual',
  'waiting',
  'not run',
  'pass',
  'skip',
];

const severity = ({ check }: CheckRow) => SEVERITIES.indexOf(check.severity);

const isBad = ({ state }: CheckRow) => state === 'error' || state === 'fail' || state === 'warn';

/** What runs and what failed first, unless somebody chose another order. */
export const checkSorting = sorting<CheckRow>(
  'checks',
  {
    STATE: (row) => attention.indexOf(row.state) * SEVERITIES.length + (isBad(row) ? severity(row) : 0),
    CHECK: ({ check }) => check.id,
    SEVERITY: severity,
    TOOK: ({ result }) => result?.durationMs ?? 0,
    Δ: ({ changes }) => (changes.length > 0 ? 0 : 1),
    FOUND: ({ check, result }) => result?.summary ?? check.title,
  },
  () => ({ by: 'STATE', descending: false }),
);

/** How many skipped checks are left out of the list. Where a filter looks for something, and during a run, none are. */
export function foldedChecks(state: State): number {
  if (showsSkipped.of(state) || state.run.going || filterOf(state, 'checks') !== '') return 0;
  return allChecks(state).filter((row) => row.state === 'skip').length;
}

/** The checks that pass the filter. */
export const checkRows = perState((state): readonly CheckRow[] => {
  const filter = filterOf(state, 'checks');
  const isFolded = foldedChecks(state) > 0;
  const found = allChecks(state)
    .filter((row) => !isFolded || row.state !== 'skip')
    .filter((row) =>
      matches(
        `${row.check.id} ${row.check.title} ${row.check.severity} ${row.state} ${row.result?.verdict ?? ''} ${row.result?.summary ?? ''}`,
        filter,
      ),
    );
  return checkSorting.apply(state, found);
});

/** The check under the cursor. */
export function selectedCheck(state: State): CheckRow | undefined {
  return checkRows(state)[cursorOf(state, 'checks')];
}

/** The check under the cursor, or those that the selected item asks for. */
export function selectedChecks(state: State): readonly string[] {
  if (state.screen === 'checks') {
    const row = selectedCheck(state);
    return row ? [row.check.id] : [];
  }
  const requirements = selectedItem(state)?.item.requirements ?? [];
  return requirements
    .filter(({ kind, key }) => kind === 'check' && catalogCommandOf(key) === undefined && !elsewhere(key))
    .map(({ key }) => key);
}

/** The checks that failed, could not be carried out or went stale. */
export function checksToRepeat(state: State): readonly string[] {
  return allChecks(state)
    .filter(({ state: of }) => of !== 'running' && of !== 'waiting' && needsAnotherRun(of))
    .map(({ check }) => check.id);
}

/** The checks that the palette finds. */
export const checkTargets = rowTargets<Check>('checks', 'check', {
  id: ({ id }) => id,
  label: ({ id }) => id,
  about: ({ title }) => title,
});
