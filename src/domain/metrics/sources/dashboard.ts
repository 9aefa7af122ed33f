import { UsageError } from '../../base/errors.ts';
import { DIMENSIONS, type Dimension, MEASURES, type Measure } from '../activity.ts';
import type { QualityBody } from '../events/quality.ts';
import { withoutCredentials } from '../repository-names.ts';
import { addRows, type FigureRow, knownMeasures, rowKey } from './figure-row.ts';
import { isTimeField, MappedCells, plainName, sayDays, TIME_FIELDS, timeGuesses } from './mapped-cells.ts';
import type { Fields, Mapping } from './mapping.ts';
import { reviewFindings, reviewReactions } from './review-quality.ts';
import { SURFACE_NAMES, surfaceOfName } from './surface-of-client.ts';

type QualityRow = QualityBody['rows'][number];

const findings = ['p0', 'p1', 'p2'] as const;
const reactions = ['upvotes', 'downvotes'] as const;

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
  ...timeGuesses,
  [/^(?:user )?(?:e ?mail|email address)$|^user(?: id| name)?$|^(?:person|member)$/, 'person'],
  [/^(?:surface|client(?: id| type)?|product|platform)$/, 'surface'],
  [/^(?:repo|repository)(?: name)?$/, 'repository'],
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
  const plain = plainName(column);
  const found = guesses.find(([form]) => form.test(plain))?.[1];
  if (found !== undefined) return found;
  const surface = SURFACE_NAMES.find((name) => plain.startsWith(`${name} `));
  if (surface === undefined) return undefined;
  const measure = guesses.find(([form]) => form.test(plain.slice(surface.length + 1)))?.[1];
  return measure !== undefined && isMeasure(measure) ? `${measure}@${surfaceOfName(surface)}` : undefined;
}

/** The fields that a dashboard export can have. */
export const dashboardFields: Fields = {
  all: [...[...TIME_FIELDS, ...plainFields, ...MEASURES], 'turns@cli (any measure @ any surface)'],
  isField: (text) =>
    isTimeField(text) || plainFields.some((one) => one === text) || measureIn(text) !== undefined,
  guess: guessField,
  lacks(fields) {
    if (!sayDays(fields)) return 'its days are one column (day, week or month), or two (from and to)';
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
  readonly #mapped: MappedCells;
  readonly #level: Dimension[];
  readonly #rows = new Map<string, FigureRow>();
  readonly #quality = new Map<string, QualityRow>();

  constructor(mapping: Pick<Mapping, 'header' | 'columns'>, place: string) {
    this.#place = place;
    this.#mapped = new MappedCells(mapping);
    this.#level = DIMENSIONS.filter((dimension) => this.#mapped.fields.includes(dimension));
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
    const days = this.#mapped.days(cells);
    if (!days) throw new UsageError('no column says its days');
    const name = (dimension: Dimension) => this.#mapped.name(cells, dimension);
    const about = {
      ...days,
      person: name('person').toLowerCase(),
      surface: surfaceOfName(name('surface')),
      repository: withoutCredentials(name('repository')),
      model: name('model'),
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
    const [p0, p1, p2, up, down] = [...findings, ...reactions].map((field) =>
      this.#mapped.number(cells, field),
    );
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

  /** The measures of the row, and of each surface that has columns of its own. */
  #numbers(cells: readonly string[]): ReadonlyMap<string | undefined, FigureRow['measures']> {
    const found = new Map<string | undefined, Partial<Record<Measure, number>>>([[undefined, {}]]);
    for (const field of this.#mapped.fields) {
      const named = measureIn(field);
      const value = named && this.#mapped.number(cells, field);
      if (!named || value === undefined) continue;
      found.set(named.surface, { ...found.get(named.surface), [named.measure]: value });
    }
    return new Map([...found].map(([surface, measures]) => [surface, knownMeasures(measures)]));
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
