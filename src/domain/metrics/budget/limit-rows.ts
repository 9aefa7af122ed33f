import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { lengthOf, mostDays } from '../days.ts';
import { LIMITED } from '../events/sources.ts';
import type { FiguresBody } from '../sources/activity-of-figures.ts';
import {
  isTimeField,
  MappedCells,
  plainName,
  sayDays,
  TIME_FIELDS,
  timeGuesses,
} from '../sources/mapped-cells.ts';
import type { Fields, Mapping } from '../sources/mapping.ts';
import { readDay, readMonth } from '../sources/read-cell.ts';
import type { Window } from '../view.ts';

/** A spend limit as it is recorded. */
export type LimitRow = FiguresBody['limits'][number];

const limits = LIMITED.map((measure) => ({ measure, limit: `limit:${measure}`, used: `used:${measure}` }));
const plainFields: readonly string[] = [
  'team',
  'cost_centre',
  ...limits.flatMap(({ limit, used }) => [limit, used]),
];

const guesses: readonly (readonly [RegExp, string])[] = [
  ...timeGuesses,
  [/^(?:team|group)(?: name)?$/, 'team'],
  [/^cost (?:centre|center)(?: name)?$/, 'cost_centre'],
  [/^(?:credit limit|credits limit|limit credits|limit|budget credits|credit budget)$/, 'limit:credits'],
  [/^(?:spend limit|cost limit|limit usd|budget|budget usd|spend limit usd)$/, 'limit:cost_usd'],
  [/^(?:credits used|used credits|used|credits)$/, 'used:credits'],
  [/^(?:spend|cost|cost usd|used usd)$/, 'used:cost_usd'],
];

/** The fields of a file of spend limits. Without columns of days all limits are of the days that a person names. */
export function limitFields(days: Window | undefined): Fields {
  return {
    all: [...TIME_FIELDS, ...plainFields],
    isField: (text) => isTimeField(text) || plainFields.includes(text),
    guess: (column) => guesses.find(([form]) => form.test(plainName(column)))?.[1],
    lacks(fields) {
      const hasTime = fields.some((field) => isTimeField(field));
      if (!hasTime && !days)
        return 'no column says the days of a limit: map one, or name them with --days 2026-11';
      if (hasTime && !sayDays(fields))
        return 'the days of a limit are one column (day, week or month), or two (from and to)';
      if (!limits.some(({ limit }) => fields.includes(limit))) return 'no column is a limit';
      if (fields.includes('team') && fields.includes('cost_centre'))
        return 'a limit is of a team or of a cost centre: map one of them';
      return undefined;
    },
  };
}

/** The limits of a file. A limit that is empty is none. */
export class LimitRows {
  readonly #mapped: MappedCells;
  readonly #days: Window | undefined;
  readonly #rows = new Map<string, LimitRow>();

  /** @param days of limits whose file does not say theirs */
  constructor(mapping: Pick<Mapping, 'header' | 'columns'>, days: Window | undefined) {
    this.#mapped = new MappedCells(mapping);
    this.#days = days;
  }

  get limits(): LimitRow[] {
    return [...this.#rows.values()];
  }

  /** @throws UsageError for a cell that cannot be read, and for a second limit of the same */
  add(cells: readonly string[]): void {
    const days = this.#mapped.days(cells) ?? this.#days;
    if (!days) throw new UsageError('no column says its days');
    const [team, cost_centre] = ['team', 'cost_centre'].map((field) => this.#mapped.name(cells, field));
    for (const { measure, limit: limitField, used: usedField } of limits) {
      const limit = this.#mapped.number(cells, limitField);
      if (limit === undefined) continue;
      const about = { team: team ?? '', cost_centre: cost_centre ?? '', measure, ...days };
      const key = JSON.stringify(Object.values(about));
      if (this.#rows.has(key))
        throw new UsageError('another row is a limit of the same and of the same days');
      this.#rows.set(key, { ...about, key, limit, used: this.#mapped.number(cells, usedField) ?? null });
    }
  }
}

/**
 * Reads the days of limits: a month, or the first and the last day, 366 at most. They may be still to come.
 *
 * @throws UsageError for anything else
 */
export function parseLimitDays(text: string): Window {
  const [from = '', to, ...more] = text.trim().split('..');
  if (to === undefined) return readMonth(from, 'ymd');
  const days = { from: readDay(from, 'ymd'), to: readDay(to, 'ymd') };
  if (more.length > 0 || days.to < days.from || lengthOf(days) > mostDays)
    throw new UsageError(
      `"${cleanLine(text)}" is not a stretch of at most ${mostDays} days`,
      'Write 2026-11 or 2026-11-01..2026-11-30.',
    );
  return days;
}
