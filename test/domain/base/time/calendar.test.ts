import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayOf, daysBetween, isDay } from '../../../../src/domain/base/time/calendar.ts';

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
    expect(addMonths(day, months)).toBe(expected);
  });

  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-01', -1, '2026-02-28'],
    // Clocks change in many places on these days; a day in UTC has 24 hours.
    ['2026-10-24', 2, '2026-10-26'],
  ])('%s and %d days is %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected);
    expect(daysBetween(day, expected)).toBe(days);
  });

  it.each([
    ['2026-11-22T23:59:59.999Z', '2026-11-22'],
    ['2026-11-23T00:30:00+01:00', '2026-11-22'],
  ])('%s is on %s in UTC', (moment, day) => {
    expect(dayOf(moment)).toBe(day);
  });

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '20261-01-01', 'today', ''])('"%s" is none', (text) => {
    expect(isDay(text)).toBe(false);
  });
});
