import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countVerdicts,
  judgeSuite,
  SEVERITIES,
  type Severity,
  suiteExitCode,
  unprovenBlockers,
  VERDICTS,
  type Verdict,
} from '../../../src/domain/checks/verdict.ts';

const suite = (...results: [Verdict, Severity][]) =>
  judgeSuite(results.map(([verdict, severity]) => ({ verdict, severity })));

describe('the verdict of a suite', () => {
  it.each<[string, ReturnType<typeof suite>, [Verdict, Severity][]]>([
    [
      'passes when all pass',
      'pass',
      [
        ['pass', 'blocker'],
        ['pass', 'warn'],
      ],
    ],
    [
      'passes when some are skipped or manual',
      'pass',
      [
        ['skip', 'blocker'],
        ['manual', 'warn'],
      ],
    ],
    [
      'fails when a blocker fails',
      'fail',
      [
        ['fail', 'blocker'],
        ['pass', 'warn'],
      ],
    ],
    [
      'warns when a check of lower severity fails',
      'warn',
      [
        ['fail', 'warn'],
        ['pass', 'blocker'],
      ],
    ],
    ['warns on a warning', 'warn', [['warn', 'blocker']]],
    [
      'is only informed by checks of severity info',
      'pass',
      [
        ['fail', 'info'],
        ['warn', 'info'],
      ],
    ],
    [
      'is an error when a check could not be carried out',
      'error',
      [
        ['error', 'info'],
        ['pass', 'blocker'],
      ],
    ],
    [
      'fails rather than being an error when a blocker failed too',
      'fail',
      [
        ['error', 'blocker'],
        ['fail', 'blocker'],
      ],
    ],
  ])('%s', (_, verdict, results) => {
    expect(suite(...results)).toBe(verdict);
  });

  it.each([
    ['pass', 'fail', 0],
    ['pass', 'warn', 0],
    ['warn', 'fail', 0],
    ['warn', 'warn', 1],
    ['fail', 'fail', 1],
    ['error', 'fail', 3],
    ['error', 'warn', 3],
  ] as const)('%s with --fail-on %s exits with %i', (verdict, failOn, code) => {
    expect(suiteExitCode(verdict, failOn)).toBe(code);
  });

  it('counts every verdict, those that did not occur included', () => {
    expect(countVerdicts([{ verdict: 'pass' }, { verdict: 'pass' }, { verdict: 'skip' }])).toEqual({
      pass: 2,
      warn: 0,
      fail: 0,
      skip: 1,
      manual: 0,
      error: 0,
    });
  });
});

describe('any suite', () => {
  const results = fc.array(
    fc.record({ verdict: fc.constantFrom(...VERDICTS), severity: fc.constantFrom(...SEVERITIES) }),
  );

  it('with a failing blocker never passes, and with an error never passes', () => {
    fc.assert(
      fc.property(results, (list) => {
        const verdict = judgeSuite(list);
        const blocked = list.some((one) => one.verdict === 'fail' && one.severity === 'blocker');
        const unknown = list.some((one) => one.verdict === 'error');
        expect(verdict === 'fail').toBe(blocked);
        expect(verdict === 'error').toBe(unknown && !blocked);
        if (verdict === 'pass') expect(suiteExitCode(verdict, 'warn')).toBe(0);
      }),
    );
  });

  it('comes to the same in any order', () => {
    fc.assert(
      fc.property(results, (list) => {
        expect(judgeSuite([...list].reverse())).toBe(judgeSuite(list));
      }),
    );
  });

  it('never gets better by one more result', () => {
    const rank = { pass: 0, warn: 1, error: 2, fail: 3 };
    fc.assert(
      fc.property(results, results, (list, more) => {
        expect(rank[judgeSuite([...list, ...more])]).toBeGreaterThanOrEqual(rank[judgeSuite(list)]);
      }),
    );
  });

  it('counts each of its results once', () => {
    fc.assert(
      fc.property(results, (list) => {
        const counts = Object.values(countVerdicts(list));
        expect(counts.reduce((a, b) => a + b, 0)).toBe(list.length);
      }),
    );
  });
});

describe('what a suite comes to', () => {
  it.each<[Verdict, Record<Severity, ReturnType<typeof suite>>]>([
    ['pass', { blocker: 'pass', warn: 'pass', info: 'pass' }],
    ['warn', { blocker: 'warn', warn: 'warn', info: 'pass' }],
    ['fail', { blocker: 'fail', warn: 'warn', info: 'pass' }],
    ['skip', { blocker: 'pass', warn: 'pass', info: 'pass' }],
    ['manual', { blocker: 'pass', warn: 'pass', info: 'pass' }],
    ['error', { blocker: 'error', warn: 'error', info: 'error' }],
  ])('by one check with the verdict %s, for each severity', (verdict, expected) => {
    for (const severity of SEVERITIES) expect(suite([verdict, severity])).toBe(expected[severity]);
  });
});

it('counts blockers that were skipped or wait for a person as unproven, and nothing else', () => {
  const results = [
    { id: 'a', verdict: 'skip', severity: 'blocker' },
    { id: 'b', verdict: 'manual', severity: 'blocker' },
    { id: 'c', verdict: 'skip', severity: 'warn' },
    { id: 'd', verdict: 'fail', severity: 'blocker' },
  ] as const;
  expect(unprovenBlockers(results).map(({ id }) => id)).toEqual(['a', 'b']);
});
