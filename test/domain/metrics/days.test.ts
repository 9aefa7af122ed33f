import { describe, expect, it } from 'vitest';
import {
  daysBetween,
  isDay,
  parseWindow,
  pointsOf,
  shiftDay,
  shiftMonth,
  windowBefore,
} from '../../../src/domain/metrics/days.ts';

const now = new Date('2026-11-22T23:30:00Z');

describe('a window as people type it', () => {
  it.each([
    ['30d', '2026-10-24', '2026-11-22'],
    ['1d', '2026-11-22', '2026-11-22'],
    ['2026-10', '2026-10-01', '2026-10-31'],
    ['2026-02', '2026-02-01', '2026-02-28'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2026-Q3', '2026-07-01', '2026-09-30'],
    ['2026-10-05', '2026-10-05', '2026-10-05'],
    [' 2026-10-05..2026-10-18 ', '2026-10-05', '2026-10-18'],
  ])('%s is from %s to %s', (text, from, to) => {
    expect(parseWindow(text, now)).toEqual({ from, to });
  });

  it.each([
    ['2026-11', '2026-11-01'],
    ['2026-q4', '2026-10-01'],
    ['2026-11-20..2026-12-31', '2026-11-20'],
  ])('%s ends today, since the rest has not happened', (text, from) => {
    expect(parseWindow(text, now)).toEqual({ from, to: '2026-11-22' });
  });

  it.each([
    ['', 'is not a window'],
    ['0d', 'is not a window'],
    ['400d', 'is not a window'],
    ['2026-13', 'is not a window'],
    ['2026-02-30', 'is not a window'],
    ['2026-10-05..', 'is not a window'],
    ['2026-10-05..2026-10-06..2026-10-07', 'is not a window'],
    ['last week', 'is not a window'],
    ['2026-10-18..2026-10-05', 'ends before it begins'],
    ['2026-12', 'has not begun'],
    ['2024-01-01..2026-10-05', 'at most 366'],
  ])('%j is refused: it %s', (text, reason) => {
    expect(() => parseWindow(text, now)).toThrow(reason);
  });
});

describe('windows beside a window', () => {
  it('compares with the days just before, as many', () => {
    expect(windowBefore({ from: '2026-03-01', to: '2026-03-07' })).toEqual({
      from: '2026-02-22',
      to: '2026-02-28',
    });
  });

  it('draws a point a day, and of more than 60 days a point a week', () => {
    expect(pointsOf({ from: '2026-09-24', to: '2026-11-22' })).toHaveLength(60);
    const weeks = pointsOf({ from: '2026-09-23', to: '2026-11-22' });
    expect(weeks).toHaveLength(9);
    expect(weeks.at(-1)).toEqual({ from: '2026-11-18', to: '2026-11-22' });
  });
});

it.each([
  ['2026-02-28', true],
  ['2026-02-29', false],
  ['1969-12-31', false],
  ['2026-2-3', false],
])('%s is a day of the calendar: %s', (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

describe('a day of the calendar', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2026-12-31', 1, '2027-01-31'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-02-28', 1, '2026-03-28'],
    ['2026-05-15', 12, '2027-05-15'],
  ])('%s and %d months is %s, the last day where the month is shorter', (day, months, expected) => {
    expect(shiftMonth(day, months)).toBe(expected);
  });

  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-01', -1, '2026-02-28'],
    // Clocks change in many places on these days; a day in UTC has 24 hours.
    ['2026-10-24', 2, '2026-10-26'],
  ])('%s and %d days is %s', (day, days, expected) => {
    expect(shiftDay(day, days)).toBe(expected);
    expect(daysBetween(day, expected)).toBe(days);
  });
});
