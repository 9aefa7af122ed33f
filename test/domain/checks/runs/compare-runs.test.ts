import { describe, expect, it } from 'vitest';
import type { RecordedCheck } from '../../../../src/domain/checks/recorded.ts';
import {
  compareFindings,
  compareRuns,
  describeComparisons,
} from '../../../../src/domain/checks/runs/compare-runs.ts';
import type { Verdict } from '../../../../src/domain/checks/verdict.ts';
import { checkOf } from '../../../support/recorded-builders.ts';

const of = (verdict: Verdict, more: Partial<RecordedCheck> = {}) =>
  checkOf({ verdict, summary: 'found', ...more });

describe('a check on the pin and on a candidate', () => {
  const compared = (pin: RecordedCheck | undefined, candidate: RecordedCheck | undefined) =>
    compareRuns(pin ? [pin] : [], candidate ? [candidate] : [])[0]?.comparison;

  it.each([
    ['pass', 'pass', 'same'],
    ['fail', 'fail', 'same'],
    ['skip', 'skip', 'same'],
    ['manual', 'manual', 'same'],
    ['pass', 'warn', 'worse'],
    ['pass', 'fail', 'worse'],
    ['warn', 'fail', 'worse'],
    ['fail', 'warn', 'better'],
    ['fail', 'pass', 'better'],
    ['warn', 'pass', 'better'],
    // Without an answer on one side there is nothing to compare.
    ['pass', 'skip', 'unknown'],
    ['skip', 'pass', 'unknown'],
    ['fail', 'manual', 'unknown'],
    ['manual', 'skip', 'unknown'],
    // An error is never "no difference".
    ['error', 'error', 'unknown'],
    ['pass', 'error', 'unknown'],
    ['error', 'pass', 'unknown'],
  ] as const)('%s and then %s is %s', (pin, candidate, expected) => {
    expect(compared(of(pin), of(candidate))).toBe(expected);
  });

  it('is different when the verdict is the same and the finding another', () => {
    expect(compared(of('fail', { actual: '3 flags' }), of('fail', { actual: '4 flags' }))).toBe('different');
    expect(compared(of('skip', { summary: 'no file' }), of('skip', { summary: 'no model' }))).toBe(
      'different',
    );
  });

  it('may have run on one of them only', () => {
    expect(compared(of('pass'), undefined)).toBe('only on the pin');
    expect(compared(undefined, of('pass'))).toBe('only on the candidate');
  });
});

describe('two runs', () => {
  it('are compared with the differences first, blockers before the rest', () => {
    const pin = [
      of('pass', { check: 'same' }),
      of('pass', { check: 'worse.info', severity: 'info' }),
      of('pass', { check: 'worse.blocker' }),
      of('error', { check: 'unknown' }),
      of('pass', { check: 'gone' }),
      of('fail', { check: 'better' }),
      of('pass', { check: 'different' }),
    ];
    const candidate = [
      of('pass', { check: 'same', durationMs: 9999 }),
      of('fail', { check: 'worse.info', severity: 'info' }),
      of('fail', { check: 'worse.blocker' }),
      of('error', { check: 'unknown' }),
      of('pass', { check: 'new' }),
      of('pass', { check: 'better' }),
      of('pass', { check: 'different', summary: 'another' }),
    ];
    const compared = compareRuns(pin, candidate);
    expect(compared.map(({ check }) => check)).toEqual([
      ...['worse.blocker', 'worse.info', 'unknown', 'gone', 'new', 'different', 'better', 'same'],
    ]);
    expect(describeComparisons(compared)).toEqual([
      ...['2 worse', '1 unknown', '1 only on the pin', '1 only on the candidate'],
      ...['1 different', '1 better', '1 same'],
    ]);
    expect(describeComparisons([])).toEqual([]);
  });
});

describe('what differs between two findings', () => {
  it('is named field by field, as it was and as it is', () => {
    const before = of('pass');
    const after = of('fail', { expected: 'a', actual: 'b' });
    expect(compareFindings(before, after)).toEqual([
      { field: 'verdict', before: 'pass', after: 'fail' },
      { field: 'expected', before: undefined, after: 'a' },
      { field: 'actual', before: undefined, after: 'b' },
    ]);
  });

  it('is nothing when only the time, the entry and the evidence are others', () => {
    const evidence = [{ label: 'x', sha256: 'a', size: 1 }];
    expect(compareFindings(of('pass'), of('pass', { seq: 99, durationMs: 1, evidence }))).toEqual([]);
  });
});
