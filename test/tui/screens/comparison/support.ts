import type { RunComparison } from '../../../../src/app/checks/compare-candidate.ts';
import { compareRuns } from '../../../../src/domain/checks/runs/compare-runs.ts';
import { countVerdicts } from '../../../../src/domain/checks/verdict.ts';
import { pinResults, recorded } from '../../../../src/tui/screens/comparison/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { checkOf, failureOf, lastRunOf, statusOf } from '../../../support/recorded-builders.ts';
import { on } from '../../support.tsx';

/** Three checks on the pin. */
const pin = [
  checkOf({ check: 'a.same', seq: 3 }),
  checkOf({ check: 'b.worse', seq: 4 }),
  checkOf({ check: 'c.error', seq: 5, verdict: 'error' }),
];
export const newer = { cliVersion: '0.150.0' };
/** The same on another version: one got worse. */
const candidate = [
  checkOf({ check: 'a.same', seq: 13, ...newer }),
  failureOf({ check: 'b.worse', seq: 14, ...newer }),
  checkOf({ check: 'c.error', seq: 15, verdict: 'error', ...newer }),
];

/** The run of the candidate. */
export const run = { ...lastRunOf(), cliVersion: '0.150.0', cliPath: '/opt/new/codex', asCandidate: true };

/** The Comparison screen after that run. */
export function compared(given: Partial<RunComparison> = {}): State {
  const counts = countVerdicts(candidate);
  const checks = compareRuns(pin, candidate);
  return recorded.set(on('comparison'), { run: { ...run, counts }, pin: '0.139.0', checks, ...given });
}

/** The screen while the candidate is run: one check is finished, one runs, one waits. */
export const going: State = pinResults.set(
  on('comparison', {
    status: statusOf(),
    run: {
      ...on('comparison').run,
      going: true,
      candidate: '0.150.0',
      planned: ['a.same', 'b.worse', 'c.error'],
      runningSince: { 'c.error': 5 },
      results: { 'a.same': checkOf({ check: 'a.same', seq: 13, ...newer }) },
    },
  }),
  [...pin, checkOf({ check: 'not.asked' })],
);
