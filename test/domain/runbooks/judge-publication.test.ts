import { describe, expect, it } from 'vitest';
import type { RecordedRun } from '../../../src/domain/checks/recorded.ts';
import { requireChange, requirePassingRun } from '../../../src/domain/runbooks/judge-publication.ts';

const passed: RecordedRun = {
  id: 'r1',
  seq: 7,
  suite: 'upgrade',
  pin: '0.139.0',
  cliPath: '/usr/bin/codex',
  cliVersion: '0.139.0',
  startedAt: '2026-11-20T08:00:00.000Z',
  startedBy: 'ada@example.com',
  planned: 3,
  finishedAt: '2026-11-20T08:01:00.000Z',
  durationMs: 60_000,
  verdict: 'pass',
  interrupted: false,
  asCandidate: false,
};

const judge = (run: RecordedRun | undefined) => requirePassingRun(run, { pin: '0.139.0', checks: 3 });

describe('a changed runbook', () => {
  it.each([
    ['passed', passed],
    ['only warned', { ...passed, verdict: 'warn' as const }],
    ['had more checks than the suite has now', { ...passed, planned: 4 }],
  ])('may be published when the newest run %s', (_, run) => {
    expect(() => judge(run)).not.toThrow();
  });

  it.each([
    [undefined, 'no suite has run yet'],
    [{ ...passed, finishedAt: undefined }, 'the newest run did not finish'],
    [{ ...passed, interrupted: true }, 'the newest run did not finish'],
    [{ ...passed, planned: 2 }, 'the newest run had 2 of 3 checks'],
    [{ ...passed, cliVersion: '0.140.0' }, 'the newest run was on 0.140.0'],
    [{ ...passed, cliVersion: undefined }, 'the newest run was on a CLI without a version'],
    [{ ...passed, verdict: 'fail' as const }, 'the result of the newest run is fail'],
    [{ ...passed, verdict: 'error' as const }, 'the result of the newest run is error'],
  ])('waits while the newest run is %o', (run, fault) => {
    expect(() => judge(run)).toThrow(`a changed runbook needs a passing suite on the pin 0.139.0: ${fault}`);
  });

  it('is not published again as it is', () => {
    const draft = { id: 'pilot', file: 'runbooks/pilot.md' };
    expect(() => requireChange(draft, { draft: 'a', inForce: 'b' })).not.toThrow();
    expect(() => requireChange(draft, { draft: 'a', inForce: 'a' })).toThrow(
      'the runbook pilot is in force as it is',
    );
  });
});
