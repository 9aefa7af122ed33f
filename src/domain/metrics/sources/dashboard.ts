import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { DIMENSIONS, type Dimension, MEASURES, type Measure } from '../activity.ts';
import { shiftDay } from '../days.ts';
import type { QualityBody } from '../events/quality.ts';
import type { Window } from '../view.ts';
import { addRows, type FigureRow, knownMeasures, rowKey } from './figure-row.ts';
import type { Fields, Mapping } from './mapping.ts';
import { DAY_ORDERS, type DayOrder, readDay, readMonth, readNumber } from './read-cell.ts';
import { reviewFindings, reviewReactions } from './review-quality.ts';
import { SURFACE_NAMES, surfaceOfName } from './surface-of-client.ts';

type QualityRow = QualityBody['rows'][number];

const times = ['day', 'week', 'month', 'from', 'to'] as const;
const findings = ['p0', 'p1', 'p2'] as const;
const reactions = ['upvotes', 'downvotes'] as const;

const isTime = (field: string) => {
  const [time = '', order = 'ymd', ...more] = field.split(':');
  return more.length === 0 && times.some((one) => one === time) && DAY_ORDERS.some((one) => one === order);
};

const isMeasure = (text: string): text is Measure => MEASURES.some((one) => one === text);

/** `turns@cli` is the turns of one surface: the exports have a column for each. */
function measureIn(field: string): { measure: Measure; surface: string | undefined } | undefined {
  const [measure = '', surface, ...more] = field.split('@');
  if (!isMeasure(measure) || more.length > 0 || surface === '') return undefined;
  return { measure, surface };
}

const plainFields = [...DIMENSIONS, ...findings, ...reactions] as const;

// The headings are not documented and change, so these are guesses for a person to look at.
const guesses: readonly (readonly [RegExp, string])[] = [
  [/^(?:date|day|bucket|time|timestamp)(?: utc)?$/, 'day'],
  [/^week(?: start(?:ing)?| of| begin(?:ning)?)?$/, 'week'],
  [/^month$/, 'month'],
  [/^(?:start(?: (?:date|day|time))?|from)$/, 'from'],
  [/^(?:end(?: (?:date|day|time))?|to)$/, 'to'],
  [/^(?:user )?(?:e ?mail|email address)$|^user(?: id| name)?$|^(?:person|member)$/, 'person'],
  [/^(?:surface|client(?: id| type)?|product|platform)$/, 'surface'],
  [/^repo(?:sitory)?(?: name)?$/, 'repository'],
  [/^model(?: name)?$/, 'model'],
  [/^(?:daily )?active users$|^users$|^dau$/, 'users'],
  [/^(?:threads|sessions|conversations)$/, 'sessions'],
  [/^(?:turns|messages)$/, 'turns'],
  [/^requests$/, 'requests'],
  [/^tasks(?: started| created)?$/, 'tasks_started'],
  [/^tasks (?:completed|finished)$/, 'tasks_completed'],
  [/^(?:code |pull request |pr )?reviews(?: completed)?$|^(?:prs|pull requests) reviewed$/, 'code_reviews'],
  [/^credits(?: used)?$/, 'credits'],
  [/^(?:cost|cost usd|spend)$/, 'cost_usd'],
  [/^estimated cost(?: usd)?$/, 'estimated_cost_usd'],
  [/^input tokens$/, 'input_tokens'],
  [/^cached (?:input )?tokens$/, 'cached_input_tokens'],
  [/^output tokens$/, 'output_tokens'],
  [/^(?:total )?tokens$/, 'total_tokens'],
  [/^p0(?: findings| comments)?$/, 'p0'],
  [/^p1(?: findings| comments)?$/, 'p1'],
  [/^p2(?: findings| comments)?$/, 'p2'],
  [/^(?:upvotes|positive reactions)$/, 'upvotes'],
  [/^(?:downvotes|negative reactions)$/, 'downvotes'],
];

function guessField(column: string): string | undefined {
  const plain = column
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  const found = guesses.find(([form]) => form.test(plain))?.[1];
  if (found !== undefined) return found;
  const surface = SURFACE_NAMES.find((name) => plain.startsWith(`${name} `));
  if (surface === undefined) return undefined;
  const measure = guesses.find(([form]) => form.test(plain.slice(surface.length + 1)))?.[1];
  return measure !== undefined && isMeasure(measure) ? `${measure}@${surfaceOfName(surface)}` : undefined;
}

/** The fields that a dashboard export can have. */
export const dashboardFields: Fields = {
  all: [
    ...['day', 'day:mdy', 'day:dmy', 'week', 'month', 'from', 'to', ...plainFields, ...MEASURES],
    'turns@cli (any measure @ any surface)',
  ],
  isField: (text) => isTime(text) || plainFields.some((one) => one === text) || measureIn(text) !== undefined,
  guess: guessField,
  lacks(fields) {
    const named = fields.filter((field) => isTime(field)).map((field) => field.split(':')[0]);
    const single = named.filter((time) => time === 'day' || time === 'week' || time === 'month');
    const isRange = named.includes('from') && named.includes('to');
    if (single.length + (isRange ? 1 : 0) !== 1 || (!isRange && named.length > 1))
      return 'its days are one column (day, week or month), or two (from and to)';
    const has = (field: string) => fields.includes(field);
    const isOfReviews = [...findings, ...reactions].some(has);
    if (!isOfReviews && !fields.some((field) => measureIn(field)))
      return 'no column is a number of use or of quality';
    if (isOfReviews && (has('person') || has('surface') || has('model')))
      return 'findings and reactions are of a workspace or a repository: leave out person, surface and model';
    if (findings.some(has) && !(findings.every(has) && has('code_reviews')))
      return 'findings need four columns: p0, p1, p2 and code_reviews';
    if (reactions.some(has) && !reactions.every(has))
      return 'reactions need two columns: upvotes and downvotes';
    return undefined;
  },
};

/** What the rows of a dashboard export say, rows of the same added up. */
export class DashboardRows {
  readonly #place: string;
  /** Each column that is read: where it is, what it is called, and its field. */
  readonly #columns: readonly { index: number; column: string; field: string }[];
  readonly #level: Dimension[];
  readonly #rows = new Map<string, FigureRow>();
  readonly #quality = new Map<string, QualityRow>();

  constructor({ header, columns }: Pick<Mapping, 'header' | 'columns'>, place: string) {
    this.#place = place;
    this.#columns = Object.entries(columns).map(([column, field]) => ({
      ...{ index: header.indexOf(column), column, field },
    }));
    this.#level = DIMENSIONS.filter((dimension) => Object.values(columns).includes(dimension));
  }

  get rows(): FigureRow[] {
    return [...this.#rows.values()];
  }

  get quality(): QualityRow[] {
    return [...this.#quality.values()];
  }

  /**
   * Adds a row of the file.
   *
   * @throws UsageError naming the column that cannot be read
   */
  add(cells: readonly string[]): void {
    const days = this.#days(cells);
    const about = {
      ...days,
      person: this.#name(cells, 'person').toLowerCase(),
      surface: surfaceOfName(this.#name(cells, 'surface')),
      repository: this.#name(cells, 'repository'),
      model: this.#name(cells, 'model'),
    };
    const numbers = this.#numbers(cells);
    for (const [surface, measures] of numbers) {
      const level = surface === undefined ? this.#level : withSurface(this.#level);
      const of = surface === undefined ? about : { ...about, surface };
      if (Object.keys(measures).length > 0)
        this.#addRow({
          ...{ ...of, key: rowKey(of, { level, id: of.person }), grade: 'observed', level, measures },
        });
    }
    const reviews = numbers.get(undefined)?.code_reviews;
    const [p0, p1, p2, up, down] = [...findings, ...reactions].map((field) => this.#number(cells, field));
    const of = { ...days, repository: about.repository };
    const found = [
      reviewFindings({ reviews, p0, p1, p2 }, of, this.#place),
      reviewReactions({ up, down }, of, this.#place),
    ];
    for (const row of found) if (row) this.#addQuality(row);
  }

  #addRow(row: FigureRow): void {
    const same = this.#rows.get(row.key);
    // Somebody who used two surfaces is in both rows, and is one person.
    if (same && row.measures.users !== undefined)
      throw new UsageError(
        'another row has users of the same days',
        'Map the column that tells the two apart.',
      );
    this.#rows.set(row.key, same ? addRows(same, row) : row);
  }

  #addQuality(row: QualityRow): void {
    const same = this.#quality.get(row.key);
    this.#quality.set(row.key, same ? addQuality(same, row) : row);
  }

  #cell(cells: readonly string[], isWanted: (field: string) => boolean) {
    const found = this.#columns.find(({ field }) => isWanted(field));
    return found && { ...found, text: cells[found.index] ?? '' };
  }

  #name(cells: readonly string[], dimension: Dimension): string {
    const text = this.#cell(cells, (field) => field === dimension)?.text ?? '';
    return cleanLine(text).slice(0, 500);
  }

  #number(cells: readonly string[], wanted: string): number | undefined {
    const cell = this.#cell(cells, (field) => field === wanted);
    return cell && inColumn(cell.column, () => readNumber(cell.text));
  }

  /** The measures of the row, and of each surface that has columns of its own. */
  #numbers(cells: readonly string[]): ReadonlyMap<string | undefined, FigureRow['measures']> {
    const found = new Map<string | undefined, Partial<Record<Measure, number>>>([[undefined, {}]]);
    for (const { index, column, field } of this.#columns) {
      const named = measureIn(field);
      const value = named && inColumn(column, () => readNumber(cells[index] ?? ''));
      if (!named || value === undefined) continue;
      found.set(named.surface, { ...found.get(named.surface), [named.measure]: value });
    }
    return new Map([...found].map(([surface, measures]) => [surface, knownMeasures(measures)]));
  }

  #days(cells: readonly string[]): Window {
    const time = (wanted: (typeof times)[number]) =>
      this.#cell(cells, (field) => field.split(':')[0] === wanted);
    const orderOf = (field: string) => (field.split(':')[1] ?? 'ymd') as DayOrder;
    const read = (cell: NonNullable<ReturnType<typeof time>>) =>
      inColumn(cell.column, () => readDay(cell.text, orderOf(cell.field)));
    const [day, week, month, from, to] = times.map(time);
    if (month) return inColumn(month.column, () => readMonth(month.text, orderOf(month.field)));
    const single = day ?? week ?? from;
    if (!single) throw new UsageError('no column has its days');
    const first = read(single);
    if (week) return { from: first, to: shiftDay(first, 6) };
    const last = to && !day ? read(to) : first;
    if (last < first || last > shiftDay(first, 365))
      throw new UsageError(`the days ${first} to ${last} do not follow one another, or are more than 366`);
    return { from: first, to: last };
  }
}

const withSurface = (level: readonly Dimension[]): Dimension[] =>
  DIMENSIONS.filter((dimension) => dimension === 'surface' || level.includes(dimension));

function addQuality(one: QualityRow, other: QualityRow): QualityRow {
  const [mine, more] = [one.priorities, other.priorities];
  return {
    ...{ ...one, total: one.total + other.total, n: (one.n ?? 0) + (other.n ?? 0) },
    priorities: mine && more && { p0: mine.p0 + more.p0, p1: mine.p1 + more.p1, p2: mine.p2 + more.p2 },
  };
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
