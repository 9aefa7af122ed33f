import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { dayNumber, dayOf, shiftDay } from '../days.ts';
import type { Window } from '../view.ts';

/** The order of day, month and year in a cell; `ymd` also stands for Unix seconds. */
export const DAY_ORDERS = ['ymd', 'mdy', 'dmy'] as const;

export type DayOrder = (typeof DAY_ORDERS)[number];

const absent = /^(?:|-|–|—|n\/?a|null|none)$/i;

/**
 * Reads a number that is not negative; undefined for an empty cell, which is not zero.
 *
 * @throws UsageError for anything else; also for `1,5`, which is one and a half or fifteen
 */
export function readNumber(cell: string): number | undefined {
  const text = cell.trim().replace(/^(?:\$|USD\s*)/, '');
  if (absent.test(text)) return undefined;
  if (/^\d{1,15}(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i.test(text) || /^\d{1,3}(?:,\d{3}){1,4}(?:\.\d+)?$/.test(text))
    return Number(text.replaceAll(',', ''));
  throw new UsageError(`"${cleanLine(cell).slice(0, 40)}" is not a number of 0 or more, such as 1234.5`);
}

const forms: Readonly<Record<DayOrder, readonly [RegExp, string]>> = {
  ymd: [/^(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})(?:[T ].*)?$/, '2026-11-20'],
  mdy: [/^(?<m>\d{1,2})[-/.](?<d>\d{1,2})[-/.](?<y>\d{4})$/, '11/20/2026'],
  dmy: [/^(?<d>\d{1,2})[-/.](?<m>\d{1,2})[-/.](?<y>\d{4})$/, '20.11.2026'],
};

/** No figure of Codex is older; an empty date of another program is 1970 or 0001. */
const firstDay = '2020-01-01';

/**
 * Reads a day as YYYY-MM-DD.
 *
 * @throws UsageError when it is none in that order, or none on which there was Codex
 */
export function readDay(cell: string, order: DayOrder): string {
  const day = dayIn(cell, order);
  if (day >= firstDay) return day;
  throw new UsageError(`${day} is before 2020, and no figure of Codex is so old`);
}

function dayIn(cell: string, order: DayOrder): string {
  const text = cell.trim();
  if (order === 'ymd' && /^\d{10}$/.test(text)) return dayOf(Math.floor(Number(text) / 86_400));
  const [form, sample] = forms[order];
  const { y = '', m = '', d = '' } = form.exec(text)?.groups ?? {};
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  if (y !== '' && !Number.isNaN(Date.parse(day)) && dayOf(dayNumber(day)) === day) return day;
  throw new UsageError(`"${cleanLine(cell).slice(0, 40)}" is not a day, such as ${sample}`);
}

/** The days of a month (`2026-11`), or of the month in which a day is. @throws UsageError when it is neither */
export function readMonth(cell: string, order: DayOrder): Window {
  const day = /^\d{4}-\d{1,2}$/.test(cell.trim()) ? readDay(`${cell.trim()}-1`, 'ymd') : readDay(cell, order);
  const from = `${day.slice(0, 7)}-01`;
  const inNext = shiftDay(from, 31);
  return { from, to: shiftDay(`${inNext.slice(0, 7)}-01`, -1) };
}
