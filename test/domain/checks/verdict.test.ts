import { describe, expect, it } from 'vitest';
import {
  countVerdicts,
  judgeSuite,
  type Severity,
  suiteExitCode,
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
