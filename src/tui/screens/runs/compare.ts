import type { KnownRun } from '../../../app/runs/read-runs.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { compareRuns } from '../../../domain/runs/provenance/compare.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderComparison } from '../../../report/runs/provenance.ts';
import { inquiry } from '../../shell/inquiry.ts';
import type { Binding } from '../../shell/screen.ts';
import { type State, slice, tell } from '../../shell/state.ts';
import { runs } from './read.ts';
import { promptOf, selectedRun, whenOf } from './rows.ts';

/** The run that others are compared with. */
export const marked = slice<string | undefined>('marked run', undefined);

const markedRun = (state: State) =>
  runs.of(state).value?.runs.find(({ body }) => body.run === marked.of(state));

const mark: Binding = {
  command: 'mark-run',
  keys: ['m'],
  description: 'mark the selected run, to compare another one with it; again to unmark it',
  footer: 'mark',
  disabled: (state) => (selectedRun(state) ? undefined : 'no captured run is selected'),
  press: (state) => {
    const run = selectedRun(state);
    if (!run) return [state];
    const isMarked = marked.of(state) === run.body.run;
    const next = marked.set(state, isMarked ? undefined : run.body.run);
    return [tell(next, isMarked ? 'no run is marked' : 'marked; select another run, then c compares both')];
  },
};

type Compared = { good: KnownRun; bad: KnownRun };

const compare = inquiry<Compared>({
  command: 'compare-marked-run',
  keys: ['c'],
  description: 'compare the selected run with the marked one: prompt, tool, policy, repository, outcome',
  footer: 'compare',
  disabled: (state) => {
    const run = selectedRun(state);
    if (!run) return 'no captured run is selected';
    const other = markedRun(state);
    if (!other) return 'm marks a run first';
    return other.seq === run.seq ? 'this is the marked run; select another one' : undefined;
  },
  begin: (state) => {
    const [good, bad] = [markedRun(state), selectedRun(state)];
    if (!good || !bad) throw new UsageError('no captured run is marked');
    return { good, bad };
  },
  title: ({ good, bad }) =>
    `${whenOf(good)} ${promptOf(good)} (marked, taken as good) and ${whenOf(bad)} ${promptOf(bad)}`,
  answer: async (_, { good, bad }) => {
    const comparison = compareRuns(good.body, bad.body);
    return renderComparison({ good: good.body.run, bad: bad.body.run, comparison }, plain);
  },
});

/** Comparing two captured runs. */
export const compareKeys: readonly Binding[] = [mark, compare];
