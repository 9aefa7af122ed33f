import { type Candidate, findCandidate, readComparison } from '../../../app/checks/compare-candidate.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { describeComparisons } from '../../../domain/checks/runs/compare-runs.ts';
import type { Suite } from '../../../domain/checks/suite.ts';
import { decision, fill, required } from '../../shell/decision.ts';
import { whileRunning, withoutSuite } from '../../shell/guards.ts';
import { show, showAnew } from '../../shell/move.ts';
import type { Binding } from '../../shell/screen.ts';
import { type State, slice, tell } from '../../shell/state.ts';
import { carryOutRun } from '../checks/run.ts';
import { allCompared, pinResults, recorded, selectedComparison } from './rows.ts';

/** The versions that are installed side by side. */
export const installed = slice<readonly string[]>('installed-versions', []);

type Input = { asked: string; suite: Suite; pin: string; candidate?: Candidate };

const compare = decision<Input>({
  command: 'compare',
  keys: ['c'],
  description: 'run all checks on another CLI, and compare it with the pin',
  footer: 'compare',
  alsoOn: ['checks'],
  disabled: (state) => whileRunning(state) ?? withoutSuite(state),
  form: {
    title: () => 'Compare another CLI with the pin: its file, or an installed version',
    fields: (_, state) => [
      {
        label: 'CLI',
        value: '',
        required: whichCli,
        choices: installed.of(state).filter((version) => version !== state.status?.pin),
      },
    ],
    read: ([asked = ''], _, { suite, status }) =>
      fill((at) => {
        if (!suite || !status) throw new Error('nothing is read yet');
        return { asked: at(0, () => required(asked, whichCli)), suite, pin: status.pin };
      }),
  },
  prepare: async (doing, input) => ({
    ...input,
    candidate: await findCandidate(doing.world(), { ...input, signal: doing.signal }),
  }),
  confirmation: ({ suite, pin, candidate }) => ({
    question: `Run ${countOf(suite.checks.length, 'check')} on codex-cli ${candidate?.version} and compare it with the pin ${pin}?`,
    records: [
      'run.started: on a candidate',
      `check.finished, ${suite.checks.length === 1 ? 'once' : `${suite.checks.length} times`}, as evidence for ${candidate?.version} and not for ${pin}`,
      'run.finished',
    ],
    entries: suite.checks.length + 2,
  }),
  run: async (doing, { suite, pin, candidate }) => {
    if (!candidate) throw new Error('the candidate was not looked at');
    const onPin = await doing.reading(async (store) => (await store?.newestChecks(pin)) ?? []);
    doing.moveTo((state) => begun(pinResults.set(state, onPin)));
    await carryOutRun(doing, { suite, codex: candidate.path }, candidate.version);
    const compared = await doing.reading((store) => readComparison(store, pin));
    doing.moveTo((state) => {
      const read = onDifferences(recorded.set(state, compared ?? null));
      const isWhole = state.run.report?.interrupted === false;
      const counts = describeComparisons(allCompared(read)).join(', ');
      return isWhole ? tell(read, `${candidate.version} beside ${pin}: ${counts}`) : read;
    });
    return undefined;
  },
});

const whichCli = 'name the file of a CLI, or an installed version';

/** Leaves a row that says nothing for the first difference. */
function onDifferences(state: State): State {
  const isSaying = state.detail !== undefined || selectedComparison(state)?.comparison !== 'same';
  return isSaying ? state : { ...state, cursor: { ...state.cursor, comparison: 0 } };
}

/** Shows the comparison from its first row. */
function begun(state: State): State {
  const shown = show(state, 'comparison');
  return {
    ...shown,
    filter: { ...shown.filter, comparison: '' },
    cursor: { ...shown.cursor, comparison: 0 },
  };
}

const showComparison: Binding = {
  command: 'show-comparison',
  keys: ['C'],
  description: 'show the newest comparison of another CLI with the pin',
  alsoOn: ['checks'],
  // A run in progress keeps the screens from being read again.
  disabled: (state) =>
    state.run.going && state.run.candidate === undefined ? 'a run is in progress' : undefined,
  press: (state) => showAnew(state, 'comparison'),
};

/** Comparing another CLI with the pin, and showing what it came to. */
export const comparisonKeys: readonly Binding[] = [compare, showComparison];
