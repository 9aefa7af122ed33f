import type { RecordedCheck, SuiteReport } from '../../src/domain/checks/recorded.ts';
import { deriveRollout, type RolloutRecord } from '../../src/domain/rollout/derive-rollout.ts';
import type { Status } from '../../src/domain/rollout/status.ts';
import { parseRunbook } from '../../src/domain/runbooks/parse-runbook.ts';
import type { Runbook } from '../../src/domain/runbooks/runbook.ts';
import { runbookText } from './runbooks.ts';

/** A check that passed, but for what is given. */
export function checkOf(given: Partial<RecordedCheck> = {}): RecordedCheck {
  return {
    check: 'cli.version',
    seq: 3,
    at: '2026-11-20T12:00:02.000Z',
    title: 'Pinned CLI version',
    severity: 'blocker',
    scope: 'static',
    verdict: 'pass',
    summary: 'codex-cli 0.139.0 is the pinned version',
    expected: undefined,
    actual: undefined,
    remedy: undefined,
    cliVersion: '0.139.0',
    versionBound: true,
    durationMs: 71,
    knownIssues: [],
    declaredAt: 'checks/upgrade.yaml:6:5',
    evidence: [],
    ...given,
  };
}

/** A check that failed, with what a person needs to mend it. */
export function failureOf(given: Partial<RecordedCheck> = {}): RecordedCheck {
  return checkOf({
    check: 'config.strict',
    title: 'Team configuration is accepted',
    verdict: 'fail',
    summary: 'config.toml is not accepted',
    expected: 'app-server --strict-config accepts the configuration',
    actual: 'config.toml:5:1: unknown configuration field `bogus`',
    remedy: 'Mend or remove the field that is named.',
    durationMs: 1234,
    ...given,
  });
}

/** A run that passed, but for what is given. */
export function reportOf(
  checks: readonly RecordedCheck[],
  given: Partial<Omit<SuiteReport, 'checks'>> = {},
): SuiteReport {
  return {
    run: '01a1faca-c747-7802-a3a6-0c2b832035aa',
    suite: 'upgrade',
    pin: '0.139.0',
    cliPath: '/opt/codex',
    cliVersion: '0.139.0',
    verdict: 'pass',
    interrupted: false,
    startedAt: '2026-11-20T12:00:00.000Z',
    durationMs: 2345.6,
    checks,
    ...given,
  };
}

/** What the log tells of a rollout that has only just begun, but for what is given. */
export function recordOf(given: Partial<RolloutRecord> = {}): RolloutRecord {
  return {
    rollout: {
      name: 'Acme',
      pin: '0.139.0',
      pinnedAt: '2026-11-19T08:00:00.000Z',
      surfaces: ['local', 'cloud'],
      startedAt: '2026-11-19T08:00:00.000Z',
      startedBy: 'ada@example.com',
    },
    people: [],
    evidence: [],
    waivers: [],
    signOffs: [],
    gates: [],
    artifacts: new Map(),
    ...given,
  };
}

/** A rollout whose newest run ended well, but for what is given. */
export function statusOf(given: Partial<Status> = {}): Status {
  return {
    rollout: recordOf().rollout,
    pin: '0.139.0',
    phases: deriveRollout(recordOf(), phases, new Date('2026-11-20T13:00:00.000Z')).phases.slice(0, 2),
    wentStale: [],
    awaited: [],
    lastRun: lastRunOf(),
    recentRuns: [],
    checks: [],
    entries: 7,
    ...given,
  };
}

/** The newest run of a status. */
export function lastRunOf(
  given: Partial<NonNullable<Status['lastRun']>> = {},
): NonNullable<Status['lastRun']> {
  return {
    id: 'r1',
    seq: 2,
    suite: 'upgrade',
    pin: '0.139.0',
    cliPath: '/opt/codex',
    cliVersion: '0.139.0',
    startedAt: '2026-11-20T12:00:00.000Z',
    startedBy: 'ada@example.com',
    planned: 2,
    finishedAt: '2026-11-20T12:00:05.000Z',
    durationMs: 5000,
    verdict: 'pass',
    interrupted: false,
    asCandidate: false,
    checks: [checkOf(), checkOf({ check: 'cli.path' })],
    ...given,
  };
}

const phases: readonly Runbook[] = [
  parseRunbook(runbookText({ id: 'pilot', output: 'Use cases, risks' }), 'runbooks/pilot.md'),
  parseRunbook(
    runbookText({ id: 'standardize', goal: 'Make it repeatable', output: 'Config' }),
    'runbooks/standardize.md',
  ),
];

/** What a terminal obeys: colours, the title, the clearing of the screen, a line that is written over, reversal. */
export const hostile = 'evil\u001b[31m\u001b]0;root\u0007\u001b[2J\rfaked\nline\u202e\u009b1m';
