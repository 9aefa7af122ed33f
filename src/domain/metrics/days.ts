import { UsageError } from '../base/errors.ts';
import { cleanLine } from '../base/text/clean.ts';
import { dayMs, parseDays } from '../base/time/duration.ts';
import type { Window } from './view.ts';

/** The longest window, and the longest stretch that one row can be of, in days. */
export const mostDays = 366;

/** Above so many days a series has a point a week. */
const mostDailyPoints = 60;

const numbers = new Map<string, number>();

/** More days than anybody asks about; a hostile file may name others. */
const mostRemembered = 20_000;

/** The number of a day in UTC, counted from 1970-01-01. Rows name the same few days again and again. */
export function dayNumber(day: string): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  if (numbers.size >= mostRemembered) numbers.clear();
  const number = Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs);
  numbers.set(day, number);
  return number;
}

/** The day with a number, YYYY-MM-DD. */
export const dayOf = (number: number): string => new Date(number * dayMs).toISOString().slice(0, 10);

/** The day of a moment in UTC. */
export const today = (now: Date): string => now.toISOString().slice(0, 10);

export const shiftDay = (day: string, by: number): string => dayOf(dayNumber(day) + by);

/** How many days lie from the first day to the second one; 0 for the same day. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/** The same day so many months later; the last day of that month where it is shorter. */
export function shiftMonth(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return today(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))));
}

/** How many days a window has. */
export const lengthOf = ({ from, to }: Window): number => dayNumber(to) - dayNumber(from) + 1;

/** The window of equal length that ends on the day before. */
export function windowBefore(window: Window): Window {
  return { from: shiftDay(window.from, -lengthOf(window)), to: shiftDay(window.from, -1) };
}

/** The earlier of two days. */
export const earlier = (one: string, other: string): string => [one, other].sort()[0] ?? one;

/** The later of two days. */
export const later = (one: string, other: string): string => [one, other].sort()[1] ?? one;

/** Whether two stretches share a day. */
export const overlaps = (one: Window, other: Window): boolean => one.from <= other.to && other.from <= one.to;

/** The days of a window, or of a long one its weeks; the last week may be shorter. */
export function pointsOf(window: Window): readonly Window[] {
  const length = lengthOf(window);
  const step = length > mostDailyPoints ? 7 : 1;
  return Array.from({ length: Math.ceil(length / step) }, (_, index) => {
    const from = shiftDay(window.from, index * step);
    return { from, to: earlier(shiftDay(from, step - 1), window.to) };
  });
}

/**
 * Reads a window as people type it: `30d` (the last days, today included), `2026-10`, `2026-Q3`, `2026-10-05` or
 * `2026-10-05..2026-10-18`, in UTC. It ends today at the latest.
 *
 * @throws UsageError for anything else, for one of more than 366 days, and for one that has not begun
 */
export function parseWindow(text: string, now: Date): Window {
  const asked = text.trim();
  const window = wholeWindow(asked, now);
  if (!window) throw new UsageError(`"${cleanLine(text)}" is not a window`, forms);
  const last = today(now);
  if (window.from > window.to)
    throw new UsageError(
      `the window ${asked} ends before it begins`,
      `Write it as ${window.to}..${window.from}.`,
    );
  if (window.from > last)
    throw new UsageError(`the window ${asked} has not begun: today is ${last} (UTC)`, forms);
  const clipped = { from: window.from, to: earlier(window.to, last) };
  if (lengthOf(clipped) > mostDays)
    throw new UsageError(
      `the window ${asked} has ${lengthOf(clipped)} days, and at most ${mostDays} can be looked at together`,
      forms,
    );
  return clipped;
}

const forms = 'Write it as 30d, 2026-10, 2026-Q3, 2026-10-05 or 2026-10-05..2026-10-18.';

function wholeWindow(asked: string, now: Date): Window | undefined {
  const days = parseDays(asked);
  if (days !== undefined)
    return days > mostDays ? undefined : { from: shiftDay(today(now), 1 - days), to: today(now) };
  const month = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(asked);
  if (month) return monthsFrom(Number(month[1]), Number(month[2]) - 1, 1);
  const quarter = /^(\d{4})-[qQ]([1-4])$/.exec(asked);
  if (quarter) return monthsFrom(Number(quarter[1]), (Number(quarter[2]) - 1) * 3, 3);
  const [from = '', to = from, ...more] = asked.split('..');
  return isDay(from) && isDay(to) && more.length === 0 ? { from, to } : undefined;
}

function monthsFrom(year: number, month: number, count: number): Window {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: day(Date.UTC(year, month, 1)), to: day(Date.UTC(year, month + count, 0)) };
}

/** Whether a text is a day of the calendar, YYYY-MM-DD, between 1970 and 9999. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1970') return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === text;
}
