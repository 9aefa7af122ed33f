import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { mostDays, shiftDay } from '../days.ts';
import type { Window } from '../view.ts';
import type { Mapping } from './mapping.ts';
import { DAY_ORDERS, type DayOrder, readDay, readMonth, readNumber } from './read-cell.ts';

/** The fields that say of which days a row is. `day:mdy` says in which order day, month and year stand. */
const times = ['day', 'week', 'month', 'from', 'to'] as const;

type Time = (typeof times)[number];

/** The fields of time as a person is told them. */
export const TIME_FIELDS = ['day', 'day:mdy', 'day:dmy', 'week', 'month', 'from', 'to'] as const;

export function isTimeField(field: string): boolean {
  const [time = '', order = 'ymd', ...more] = field.split(':');
  return more.length === 0 && times.some((one) => one === time) && DAY_ORDERS.some((one) => one === order);
}

/** Whether fields say of which days a row is: a day, a week or a month, or both ends. */
export function sayDays(fields: readonly string[]): boolean {
  const named = fields.filter((field) => isTimeField(field)).map((field) => field.split(':')[0]);
  if (named.length === 1) return named[0] !== 'from' && named[0] !== 'to';
  return named.length === 2 && named.includes('from') && named.includes('to');
}

/** Guesses of the field of a column that says days. */
export const timeGuesses: readonly (readonly [RegExp, string])[] = [
  [/^(?:date|day|bucket|time|timestamp)(?: utc)?$/, 'day'],
  [/^week(?: (?:start|starting|of|beginning))?$/, 'week'],
  [/^month$/, 'month'],
  [/^(?:start(?: (?:date|day|time))?|from)$/, 'from'],
  [/^(?:end(?: (?:date|day|time))?|to)$/, 'to'],
];

/** The name of a column as guesses read it: `userEmail` and `User_email` are `user email`. */
export const plainName = (column: string): string =>
  column
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** The cells of a file by their fields. */
export class MappedCells {
  readonly #columns: readonly { index: number; column: string; field: string }[];

  constructor({ header, columns }: Pick<Mapping, 'header' | 'columns'>) {
    this.#columns = Object.entries(columns).map(([column, field]) => ({
      ...{ index: header.indexOf(column), column, field },
    }));
  }

  get fields(): readonly string[] {
    return this.#columns.map(({ field }) => field);
  }

  /** A name on one line; empty where there is none. */
  name(cells: readonly string[], field: string): string {
    return cleanLine(this.#cell(cells, (one) => one === field)?.text ?? '').slice(0, 500);
  }

  /** @throws UsageError naming the column, when its cell is not a number of 0 or more */
  number(cells: readonly string[], field: string): number | undefined {
    const cell = this.#cell(cells, (one) => one === field);
    return cell && inColumn(cell.column, () => readNumber(cell.text));
  }

  /**
   * The days of a row; undefined where no column says them.
   *
   * @throws UsageError naming the column that cannot be read
   */
  days(cells: readonly string[]): Window | undefined {
    const [day, week, month, from, to] = times.map((time) => this.#time(cells, time));
    if (month) return inColumn(month.column, () => readMonth(month.text, month.order));
    const single = day ?? week ?? from;
    if (!single) return undefined;
    const first = inColumn(single.column, () => readDay(single.text, single.order));
    if (week) return { from: first, to: shiftDay(first, 6) };
    const last = to && from ? inColumn(to.column, () => readDay(to.text, to.order)) : first;
    if (last < first || last >= shiftDay(first, mostDays))
      throw new UsageError(
        `the days ${first} to ${last} do not follow one another, or are more than ${mostDays}`,
      );
    return { from: first, to: last };
  }

  #time(cells: readonly string[], time: Time) {
    const cell = this.#cell(cells, (field) => field.split(':')[0] === time);
    return cell && { ...cell, order: (cell.field.split(':')[1] ?? 'ymd') as DayOrder };
  }

  #cell(cells: readonly string[], isWanted: (field: string) => boolean) {
    const found = this.#columns.find(({ field }) => isWanted(field));
    return found && { ...found, text: cells[found.index] ?? '' };
  }
}

/** Reads a cell; a fault names the column. */
function inColumn<T>(column: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof UsageError) throw new UsageError(`column "${column}": ${cause.message}`, cause.next);
    throw cause;
  }
}
