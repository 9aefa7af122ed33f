import { describe, expect, it } from 'vitest';
import {
  columnsOf,
  countOf,
  describeProgress,
  formatShare,
  progressBar,
  sparkline,
} from '../../../../src/domain/base/text/progress.ts';

describe('progress', () => {
  it.each([
    [0, 10, '░░░░░░░░░░'],
    [5, 10, '█████░░░░░'],
    [99, 100, '█████████░'],
    [10, 10, '██████████'],
    [12, 10, '██████████'],
    [0, 0, '░░░░░░░░░░'],
  ])('of %i of %i is a bar that is full only at the end', (done, total, bar) => {
    expect(progressBar(done, total, 10)).toBe(bar);
  });

  it('says how fast it is, and how long it will take', () => {
    expect(describeProgress({ done: 9100, total: 20221, elapsed: 2000 }, 'entries', 10)).toBe(
      '████░░░░░░ 9,100 of 20,221 entries, 4,550 a second, 2.4 s left',
    );
  });

  it('promises nothing while nothing is done', () => {
    expect(describeProgress({ done: 0, total: 12, elapsed: 500 }, 'entries', 4)).toBe('░░░░ 0 of 12 entries');
  });

  it('counts one thing and many', () => {
    expect([countOf(0, 'plugin'), countOf(1, 'plugin'), countOf(1234, 'entry', 'entries')]).toEqual([
      '0 plugins',
      '1 plugin',
      '1,234 entries',
    ]);
  });
});

describe('numbers as columns', () => {
  it.each([
    [[], ''],
    [[0, 0], '▁▁'],
    [[0, 1, 7], '▁▂█'],
    [[0, 1, 1000], '▁▂█'],
    [[5], '█'],
    [[0, null, 7], '▁ █'],
  ])('%j: %s', (numbers, columns) => {
    expect(sparkline(numbers)).toBe(columns);
  });

  it('fill several lines, from the lowest', () => {
    expect(columnsOf([0, null, 0.5, 0.01, 1], { rows: 2 })).toEqual(['  ▁ █', '▁ █▂█']);
  });
});

describe('a share in percent', () => {
  it.each([
    [0.29, '29 %'],
    [0.57, '57 %'],
    [0.07, '7 %'],
    [1, '100 %'],
    [0, '0 %'],
    [0.995, '99.5 %'],
    [2 / 3, '66.6 %'],
  ])('of %f is %s', (share, said) => {
    expect(formatShare(share)).toBe(said);
  });

  it('of all but one is never all', () => {
    expect(formatShare(9999 / 10_000)).toBe('99.9 %');
    expect(formatShare(99_999 / 100_000)).toBe('99.9 %');
  });

  it('of every whole percent is that percent', () => {
    for (let whole = 0; whole <= 100; whole += 1) expect(formatShare(whole / 100)).toBe(`${whole} %`);
  });
});
