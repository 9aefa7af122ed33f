import type { ObservedHistory } from '../../src/domain/runs/observe/observed-history.ts';
import { capturedRun } from './captured-runs.ts';

/** A history with something of everything that the metrics count; `more` changes parts of it. */
export function observedHistory(more: Partial<ObservedHistory> = {}): ObservedHistory {
  const run = (last: number, given: Parameters<typeof capturedRun>[0] = {}) =>
    capturedRun({ run: `01a1fad2-0000-7000-8000-00000000000${last}`, ...given });
  const { changes } = capturedRun();
  const verification = (verdict: 'pass' | 'fail' | 'error', digest = changes.digest) => [
    { command: 'npm test', exit: 0, duration_ms: 1, verdict, digest, output: null },
  ];
  return {
    startedAt: '2026-11-20T12:00:00.000Z',
    entries: 42,
    runs: [
      run(1, {
        mode: 'ci',
        policy: { sandbox: 'read-only', approval: 'never', network: false, from: 'session' },
      }),
      run(2, { duration_ms: 90_000 }),
      run(3, { outcome: 'failed', reason: 'schema_violation' }),
      run(4, {
        outcome: 'not-started',
        duration_ms: null,
        policy: { sandbox: null, approval: null, network: null, from: 'unknown' },
        usage: { input: null, cached: null, cache_write: null, output: null, reasoning: null },
      }),
    ],
    packs: [
      { run: run(1).run, changes, verification: verification('pass') },
      { run: run(1).run, changes, verification: verification('pass', null) },
      { run: run(2).run, changes, verification: verification('fail') },
      { run: run(2).run, changes, verification: [...verification('pass'), ...verification('error')] },
      { run: run(3).run, changes, verification: [] },
    ],
    verifications: [{ verdict: 'same' }, { verdict: 'different' }],
    judgements: [
      { gate: 'pack', verdict: 'closed', repository: 'github.com/acme/shop' },
      { gate: 'pack', verdict: 'open', repository: 'github.com/acme/web' },
      { gate: 'pack', verdict: 'open', repository: 'github.com/acme/shop' },
      { gate: 'pins', verdict: 'closed', repository: 'github.com/acme/shop' },
    ],
    lints: [
      { repository: 'github.com/acme/shop', verdict: 'fail' },
      { repository: 'github.com/acme/shop', verdict: 'warn' },
    ],
    incidents: { opened: ['one', 'two'], closed: ['one'] },
    suites: [
      {
        suite: 'upgrade',
        verdict: 'warn',
        counts: { pass: 30, warn: 1, fail: 0, skip: 2, manual: 1, error: 0 },
        finishedAt: '2026-11-21T12:00:00.500Z',
      },
    ],
    rollout: {
      pin: '0.139.0',
      pinnedAt: '2026-11-20T12:00:00.000Z',
      phases: [
        { id: 'pilot', state: 'passed' },
        { id: 'standardize', state: 'current' },
      ],
      items: { failing: 0, stale: 1, open: 7, waived: 0, satisfied: 12, 'not applicable': 2 },
    },
    copies: [
      { state: 'same', seen: 'repository' },
      { state: 'out of reach', seen: 'repository' },
      { state: 'older', seen: 'history' },
    ],
    machines: ['on pin', 'on pin', 'stray'],
    ...more,
  };
}
