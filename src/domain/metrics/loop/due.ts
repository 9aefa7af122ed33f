import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { addDays, addMonths, dayOf, isDay } from '../../base/time/calendar.ts';
import { parseDays } from '../../base/time/duration.ts';

/** How often a question is answered. */
export const RHYTHMS = ['week', 'month', 'quarter'] as const;

export type Rhythm = (typeof RHYTHMS)[number];

/** A day in UTC, YYYY-MM-DD, and how it stands to today. */
export type Due = { on: string; state: 'later' | 'today' | 'overdue' };

/** How a due day stands to today. */
export function dueOn(day: string, now: Date): Due {
  const today = dayOf(now);
  if (day === today) return { on: day, state: 'today' };
  return { on: day, state: day < today ? 'overdue' : 'later' };
}

/** The day on which something is due again that was done on a day. */
export function nextDue(done: string, rhythm: Rhythm): string {
  switch (rhythm) {
    case 'week':
      return addDays(done, 7);
    case 'month':
      return addMonths(done, 1);
    case 'quarter':
      return addMonths(done, 3);
  }
}

/**
 * Reads a day to come: `2026-12-01`, `today`, or `14d` from now.
 *
 * @throws UsageError for anything else
 */
export function parseDueDay(text: string, now: Date): string {
  const asked = cleanLine(text);
  if (asked === 'today') return dayOf(now);
  const days = parseDays(asked);
  if (days !== undefined) return addDays(dayOf(now), days);
  if (isDay(asked)) return asked;
  throw new UsageError(
    `"${asked}" is not a day`,
    'Write 2026-12-01, today, or a number of days from now such as 14d.',
  );
}
