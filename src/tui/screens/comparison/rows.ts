import type { RunComparison } from '../../../app/checks/compare-candidate.ts';
import type { RecordedCheck } from '../../../domain/checks/recorded.ts';
import { COMPARISONS, type ComparedCheck, compareRuns } from '../../../domain/checks/runs/compare-runs.ts';
import { SEVERITIES, VERDICTS } from '../../../domain/checks/verdict.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';

/** A check on the pin and on the candidate; `state` while the candidate has not finished it. */
export type ComparisonRow = ComparedCheck & { state: 'running' | 'waiting' | undefined };

/** The newest comparison that is recorded: null when there is none, undefined until it is read. */
export const recorded = slice<RunComparison | null | undefined>('comparison', undefined);

/** The results of the pin that the run in progress is compared with. */
export const pinResults = slice<readonly RecordedCheck[]>('comparison-pin', []);

/** Whether a candidate is being run. */
export const isComparing = ({ run }: State) => run.going && run.candidate !== undefined;

/** Every check of the comparison: of the run in progress, else of the newest one that is recorded. */
export const allCompared = perState((state): readonly ComparisonRow[] => {
  if (!isComparing(state))
    return (recorded.of(state)?.checks ?? []).map((one) => ({ ...one, state: undefined }));
  const { planned, results, runningSince } = state.run;
  const onPin = pinResults.of(state).filter(({ check }) => planned.includes(check));
  const finished = planned.flatMap((id) => results[id] ?? []);
  const known = new Map(compareRuns(onPin, finished).map((one) => [one.check, one]));
  const open = planned.filter((id) => !results[id]);
  for (const check of open) {
    const nothing = { check, pin: undefined, candidate: undefined, changes: [] };
    known.set(check, { ...nothing, ...known.get(check), comparison: 'only on the pin' });
  }
  return [...known.values()].map((one) => ({
    ...one,
    state: !open.includes(one.check) ? undefined : one.check in runningSince ? 'running' : 'waiting',
  }));
});

const rank = ({ state, comparison }: ComparisonRow) => {
  if (state === 'running') return -1;
  return state === 'waiting' ? COMPARISONS.length : COMPARISONS.indexOf(comparison);
};

const verdictRank = (result: RecordedCheck | undefined) => (result ? VERDICTS.indexOf(result.verdict) : -1);

/** What differs beside the verdict, in one cell; else what the candidate came to. */
export function whatDiffers({ changes, candidate }: ComparisonRow): string {
  const differs = changes.find(({ field }) => field !== 'verdict');
  return (differs ? (differs.after ?? `no ${differs.field}`) : candidate?.summary) ?? '';
}

/** Differences first. */
export const comparisonSorting = sorting<ComparisonRow>(
  'comparison',
  {
    DIFFERENCE: rank,
    CHECK: ({ check }) => check,
    SEVERITY: ({ pin, candidate }) => SEVERITIES.indexOf((candidate ?? pin)?.severity ?? 'info'),
    PIN: ({ pin }) => verdictRank(pin),
    CANDIDATE: ({ candidate }) => verdictRank(candidate),
    'WHAT DIFFERS': whatDiffers,
  },
  () => ({ by: 'DIFFERENCE', descending: false }),
);

/** What a row is found by: what the list shows of it. */
function textOf(row: ComparisonRow): string {
  const { check, state, comparison, pin, candidate } = row;
  const verdicts = `${pin?.verdict ?? ''} ${candidate?.verdict ?? ''}`;
  const severity = (candidate ?? pin)?.severity ?? '';
  return `${check} ${state ?? comparison} ${severity} ${verdicts} ${whatDiffers(row)} ${candidate?.summary ?? ''}`;
}

/** The checks that pass the filter. */
export const comparisonRows = perState((state): readonly ComparisonRow[] => {
  const filter = filterOf(state, 'comparison');
  const found = allCompared(state).filter((row) => matches(textOf(row), filter));
  return comparisonSorting.apply(state, found);
});

/** The check under the cursor. */
export function selectedComparison(state: State): ComparisonRow | undefined {
  return comparisonRows(state)[cursorOf(state, 'comparison')];
}
