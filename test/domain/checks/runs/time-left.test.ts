import { describe, expect, it } from 'vitest';
import { type RunProgress, timeLeft } from '../../../../src/domain/checks/runs/time-left.ts';

/** A run of four checks that take 1, 2, 3 and 4 s; nothing has finished, and nothing runs. */
function left(given: Partial<Omit<RunProgress, 'isFinished'>> & { finished?: readonly string[] } = {}) {
  const { finished = [], ...more } = given;
  return timeLeft({
    planned: ['a', 'b', 'c', 'd'],
    isFinished: (check) => finished.includes(check),
    runningSince: {},
    durations: new Map([
      ['a', 1000],
      ['b', 2000],
      ['c', 3000],
      ['d', 4000],
    ]),
    now: 10_000,
    ...more,
  });
}

describe('the time that a run still takes', () => {
  it.each([
    ['one after the other while none runs', {}, 10_000],
    ['two side by side as two run now', { runningSince: { a: 10_000, b: 10_000 } }, 6000],
    ['what runs has a part of its time behind it', { runningSince: { a: 9500, b: 9000 } }, 5000],
    [
      'nothing is left of a check that takes longer than before',
      { planned: ['a'], runningSince: { a: 0 } },
      0,
    ],
    ['what has finished takes no more', { finished: ['a', 'b', 'c'], runningSince: { d: 9000 } }, 3000],
    ['all have finished', { finished: ['a', 'b', 'c', 'd'] }, 0],
  ])('%s', (_, given, expected) => {
    expect(left(given)).toBe(expected);
  });

  it('is not guessed when it is not known of a check that is still to end', () => {
    const durations = new Map([['a', 1000]]);
    expect(left({ durations, runningSince: { a: 9500 } })).toBeUndefined();
    expect(left({ durations, finished: ['b', 'c', 'd'], runningSince: { a: 9500 } })).toBe(500);
  });
});
