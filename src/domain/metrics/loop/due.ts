import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { parseDays } from '../../base/time/duration.ts';
import { isDay, shiftDay, shiftMonth, today } from '../days.ts';

/** How often a question is answered. */
export const RHYTHMS = ['week', 'month', 'quarter'] as const;

export type Rhythm = (typeof RHYTHMS)[number];

/** A day in UTC, YYYY-MM-DD, and how it stands to today. */
export type Due = { on: string; state: 'later' | 'today' | 'overdue' };

/** How a due day stands to today. */
export function dueOn(day: string, now: Date): Due {
  const current = today(now);
  if (day === current) return { on: day, state: 'today' };
  return { on: day, state: day < current ? 'overdue' : 'later' };
}

/** The day on which something is due again that was done on a day. */
export function nextDue(done: string, rhythm: Rhythm): string {
  switch (rhythm) {
    case 'week':
      return shiftDay(done, 7);
    case 'month':
      return shiftMonth(done, 1);
    case 'quarter':
      return shiftMonth(done, 3);
  }
}

/**
 * Reads a day to come: `2026-12-01`, `today`, or `14d` from now.
 *
 * @throws UsageError for anything else
 */
export function parseDueDay(text: string, now: Date): string {
  const asked = cleanLine(text);
  if (asked === 'today') return today(now);
  const days = parseDays(asked);
  if (days !== undefined) return shiftDay(today(now), days);
  if (isDay(asked)) return asked;
  throw new UsageError(
    `"${asked}" is not a day`,
    'Write 2026-12-01, today, or a number of days from now such as 14d.',
  );
}
