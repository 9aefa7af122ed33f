import type { RunSums } from '../../../domain/history/find/fold-runs.ts';
import { type Effect, type State, type Step, slice } from '../../shell/state.ts';

/** What failed in a run, as the preview names it. */
type Failure = { check: string; summary: string };

type Failures = {
  /** By the run and its newest entry, so that they are read again when it went on. */
  known: ReadonlyMap<string, readonly Failure[]>;
  isReading: boolean;
};

const failures = slice<Failures>('failures of runs', { known: new Map(), isReading: false });

/** A preview shows the first ones; the entries of the run have them all. */
const mostFailures = 50;
const mostRuns = 20;

const keyOf = ({ run, last }: RunSums) => `${run} ${last}`;

/** The first checks that failed in a run; undefined until they are read. */
export function failuresOf(state: State, run: RunSums): readonly Failure[] | undefined {
  return failures.of(state).known.get(keyOf(run));
}

/** Reads what failed in a run; one run after the other, so that moving on quickly reads few of them. */
export function loadFailures(state: State, run: RunSums | undefined): Step {
  if (!run || run.counts.fail + run.counts.error === 0) return [state];
  const { isReading } = failures.of(state);
  if (isReading || failuresOf(state, run)) return [state];
  const effect: Effect = {
    name: 'read-failures',
    input: run.run,
    carryOut: (doing) =>
      doing.reading(async (store) => {
        const checks = (await store?.failuresOf(run.run, mostFailures)) ?? [];
        const read = checks.map(({ check, summary }) => ({ check, summary }));
        doing.change((now) => {
          const kept = [...failures.of(now).known].slice(1 - mostRuns);
          return failures.set(now, { known: new Map([...kept, [keyOf(run), read]]), isReading: false });
        });
      }),
  };
  return [failures.set(state, { ...failures.of(state), isReading: true }), effect];
}
