import { runSuite, type SuiteEvent, type SuiteRequest } from '../../../app/checks/run-suite.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import type { SuiteReport } from '../../../domain/checks/recorded.ts';
import { describeVerdicts } from '../../../domain/checks/verdict.ts';
import { confirm, describeFault } from '../../shell/decision.ts';
import { whileRunning, withoutSuite } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, type Run, type State, tell } from '../../shell/state.ts';
import { followKey, followRunning } from './follow.ts';
import { checksToRepeat, selectedChecks, showsSkipped } from './rows.ts';

/** Asks before checks are run. */
export function askToRun(state: State, ids: readonly string[]): State {
  if (ids.length === 0) return tell(state, 'no check is selected');
  const [only] = ids;
  const what = ids.length === 1 ? `Run ${only}` : `Run ${ids.length} checks`;
  return confirm(state, {
    question: `${what} against pin ${state.status?.pin ?? ''}?`,
    records: [
      'run.started',
      `check.finished, ${ids.length === 1 ? 'once' : `${ids.length} times`}, with evidence`,
      'run.finished',
    ],
    entries: ids.length + 2,
    effect: { name: 'run', input: { ids }, carryOut: (doing) => runChecks(doing, state, ids) },
  });
}

async function runChecks(doing: Doing, { suite }: State, ids: readonly string[]): Promise<void> {
  if (!suite) return;
  await carryOutRun(doing, { suite, ids, codex: doing.codex });
}

/**
 * Runs checks, shows how far they are, and tells what they came to.
 *
 * @param candidate the version that is compared with the pin; undefined when the pin itself is tested
 */
export async function carryOutRun(
  doing: Doing,
  request: Omit<SuiteRequest, 'signal' | 'asCandidate'>,
  candidate?: string,
): Promise<void> {
  let ended: string | undefined;
  await doing.run(async (signal) => {
    try {
      const whole = { ...request, signal, asCandidate: candidate !== undefined };
      for await (const event of runSuite(doing.world(), await doing.writable(), whole)) {
        const at = performance.now();
        doing.change((state) => ({ ...state, run: followRun(state.run, event, at, candidate) }));
        doing.moveTo(followRunning);
        if (event.type === 'finished') ended = tellResult(event.report);
      }
    } catch (cause) {
      doing.change((state) => tell(breakOff(state), describeFault(cause)));
    }
    await doing.refresh();
    const notice = ended;
    if (notice !== undefined) doing.change((state) => tell(state, notice));
  });
}

/** What a run came to, in one line: the finding of its only check, else how many came to what. */
function tellResult({ checks, interrupted }: SuiteReport): string {
  const [only, ...others] = checks;
  if (interrupted) return `the run was stopped; ${countOf(checks.length, 'check')} had finished`;
  if (only && others.length === 0) return cleanLine(`${only.check}: ${only.verdict}: ${only.summary}`);
  return `${checks.length} checks: ${describeVerdicts(checks).join(', ')}`;
}

async function stopRun(doing: Doing): Promise<void> {
  doing.change((state) => ({ ...state, run: { ...state.run, stopping: true } }));
  doing.stop();
}

/** A run that ended by a fault leaves nothing running. */
export function breakOff(state: State): State {
  return { ...state, run: { ...state.run, going: false, stopping: false, runningSince: {} } };
}

/**
 * Follows a run, event by event.
 *
 * @param at milliseconds of the monotonic clock
 * @param candidate the version that is compared with the pin; undefined when the pin itself is tested
 */
export function followRun(run: Run, event: SuiteEvent, at: number, candidate?: string): Run {
  switch (event.type) {
    case 'started': {
      const planned = event.checks.map(({ id }) => id);
      // What other checks came to before stays in sight while one is run again.
      const kept = Object.entries(run.results).filter(
        ([id]) => run.candidate === candidate && !planned.includes(id),
      );
      const results = Object.fromEntries(kept);
      return {
        ...{ going: true, stopping: false, startedAt: at, candidate },
        ...{ planned, runningSince: {}, results, report: undefined },
      };
    }
    case 'check-started':
      return { ...run, runningSince: { ...run.runningSince, [event.check]: at } };
    case 'check-finished': {
      const { [event.result.check]: _, ...runningSince } = run.runningSince;
      return { ...run, runningSince, results: { ...run.results, [event.result.check]: event.result } };
    }
    case 'finished':
      return { ...run, going: false, stopping: false, runningSince: {}, report: event.report };
  }
}

/** Running checks, and stopping. */
export const runKeys: readonly Binding[] = [
  {
    command: 'run-all',
    keys: ['r'],
    description: 'run all checks',
    footer: 'run all',
    records: true,
    disabled: (state) => whileRunning(state) ?? withoutSuite(state),
    press: (state) => [askToRun(state, state.suite?.checks.map(({ id }) => id) ?? [])],
  },
  {
    command: 'run-one',
    keys: ['x'],
    description: 'run the selected check, or those of the selected item',
    alsoOn: ['rollout', 'turn'],
    footer: 'run one',
    records: true,
    disabled: (state) =>
      whileRunning(state) ?? (selectedChecks(state).length > 0 ? undefined : 'no check is selected'),
    press: (state) => [askToRun(state, selectedChecks(state))],
  },
  {
    command: 'run-failed',
    keys: ['f'],
    description: 'run again what failed, could not be carried out or went stale',
    footer: 'run failed',
    records: true,
    disabled: (state) =>
      whileRunning(state) ?? (checksToRepeat(state).length > 0 ? undefined : 'nothing failed or went stale'),
    press: (state) => [askToRun(state, checksToRepeat(state))],
  },
  followKey,
  {
    command: 'show-skipped',
    keys: ['z'],
    description: 'show skipped checks, or leave them out',
    press: (state) => [showsSkipped.set(state, !showsSkipped.of(state))],
  },
  {
    command: 'stop',
    keys: ['s'],
    description: 'stop the run',
    alsoOn: ['comparison'],
    footer: 'stop',
    disabled: ({ run }) => {
      if (!run.going) return 'no run is in progress';
      return run.stopping ? 'the run is stopping' : undefined;
    },
    press: (state) => [
      confirm(state, {
        question: 'Stop the run?',
        records: ['run.finished: interrupted, with the checks finished so far'],
        asksWhile: ({ run }) => run.going,
        effect: { name: 'stop', carryOut: stopRun },
      }),
    ],
  },
];
