import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { parseWholeNumber } from '../../base/text/whole-number.ts';
import { isDay, lengthOf, mostDays } from '../days.ts';
import type { QualityBody } from '../events/quality.ts';
import { METRICS, type Priorities, type QualityMetric } from '../metric-set.ts';
import { parseMetricNumber, rangeOf } from '../metric-value.ts';
import { withoutCredentials } from '../repository-names.ts';

/** The columns of a table of quality, each with what it is. Only the first two are always needed. */
export const QUALITY_COLUMNS = {
  metric: 'the metric, such as defect-rate',
  from: 'the first day, YYYY-MM-DD in UTC',
  to: 'the last day; empty for the first one',
  total: 'what was counted, such as the changes that caused a defect',
  n: 'of how many, such as all changes; empty when nobody counted',
  value: 'in the place of total: the figure itself, in per cent, or the mean',
  team: 'the team; empty for everybody',
  repository: 'the repository; empty for all',
  id: 'what the row is of, such as INC-12; rows with an id add up, and one without is a statement about all of its days',
  p0: 'of review findings: those of priority P0, and so on; their total may be left out',
  p1: '',
  p2: '',
} as const;

type Column = keyof typeof QUALITY_COLUMNS;

/** A table with the columns and a row of each metric, which can be imported as it is. */
export const qualityTemplate = [
  Object.keys(QUALITY_COLUMNS).join(','),
  'defect-rate,2026-10-01,2026-10-31,2,40,,payments,github.com/acme/shop,,,,',
  'review-findings,2026-10-01,2026-10-31,,12,,payments,,,1,4,9',
  'verification-pass-rate,2026-10-05,,118,120,,payments,github.com/acme/shop,,,,',
  'automation-savings,2026-10-01,2026-10-31,36.5,,,payments,,,,,',
  'incident-count,2026-10-12,,1,,,payments,,INC-12,,,',
  'developer-feedback,2026-10-01,2026-10-31,,23,4.2,payments,,,,,',
  'review-reactions,2026-10-01,2026-10-31,14,16,,,,,,,',
  '',
].join('\n');

const qualityMetrics = Object.entries(METRICS).flatMap(([id, { side }]) =>
  side === 'quality' ? [id as QualityMetric] : [],
);

/** Reads the cells of the rows of a table by its columns. */
export type CellReader = (cells: readonly string[]) => (column: Column) => string;

/** @throws UsageError for a column that is not known, is there twice or is missing */
export function readColumns(columns: readonly string[]): CellReader {
  const names = columns.map((column) => cleanLine(column).toLowerCase().replaceAll(/[ -]/g, '_'));
  const known = Object.keys(QUALITY_COLUMNS) as Column[];
  for (const [index, name] of names.entries()) {
    if (!known.some((one) => one === name))
      throw new UsageError(
        `there is no column "${cleanLine(columns[index] ?? '')}"${didYouMean(name, known)}`,
        'codex-cockpit metric import quality --template prints a table with all columns.',
      );
    if (names.indexOf(name) !== index) throw new UsageError(`the column "${name}" is there twice`);
  }
  for (const name of ['metric', 'from'])
    if (!names.includes(name))
      throw new UsageError(
        `the column "${name}" is missing`,
        'codex-cockpit metric import quality --template prints a table with all columns.',
      );
  return (cells) => (column) => cleanLine(cells[names.indexOf(column)] ?? '');
}

/**
 * A row of quality as it is recorded.
 *
 * @param cell the text of a cell; empty where the table has no such column
 * @param today the last day that a row can be of
 * @throws UsageError naming the field
 */
export function readQualityRow(cell: (column: Column) => string, today: string): QualityBody['rows'][number] {
  const metric = readMetric(cell('metric'));
  const days = readDays(cell('from'), cell('to'), today);
  const n = field('n', () => readCount(cell('n')));
  const priorities = readPriorities(metric, cell);
  const total = readTotal(metric, { total: cell('total'), value: cell('value'), n, priorities });
  refuseUnfit(metric, total, n);
  const [team, id] = [cell('team'), cell('id') || null];
  const repository = withoutCredentials(cell('repository'));
  const key =
    id === null
      ? JSON.stringify([metric, days.from, days.to, team, repository])
      : JSON.stringify([metric, team, repository, id]);
  return { key, metric, ...days, team, repository, id, total, n, priorities };
}

function readMetric(text: string): QualityMetric {
  const found = qualityMetrics.find((one) => one === text);
  if (found !== undefined) return found;
  if (Object.hasOwn(METRICS, text))
    throw new UsageError(
      `metric: ${text} is a metric of adoption`,
      'Import it from what counts it: codex-cockpit metric import --help',
    );
  throw new UsageError(
    `metric: "${text}" is none${didYouMean(text, qualityMetrics)}`,
    `There are ${qualityMetrics.join(', ')}.`,
  );
}

function readDays(from: string, last: string, today: string): { from: string; to: string } {
  const to = last === '' ? from : last;
  for (const [name, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (!isDay(day)) throw new UsageError(`${name}: "${day}" is not a day`, 'Write it as 2026-10-31.');
    if (day > today) throw new UsageError(`${name}: ${day} is still to come: today is ${today} (UTC)`);
  }
  if (to < from) throw new UsageError(`to: ${to} is before ${from}`);
  if (lengthOf({ from, to }) > mostDays)
    throw new UsageError(`to: a row can be of at most ${mostDays} days`, 'Write a row for each month.');
  return { from, to };
}

function readPriorities(metric: QualityMetric, cell: (column: Column) => string): Priorities | null {
  const names = ['p0', 'p1', 'p2'] as const;
  const given = names.filter((name) => cell(name) !== '');
  const [first] = given;
  if (first === undefined) return null;
  if (metric !== 'review-findings') throw new UsageError(`${first}: only review-findings have priorities`);
  const [p0, p1, p2] = names.map((name) => field(name, () => readCount(cell(name))));
  const missing = names.find((name) => cell(name) === '');
  if (missing !== undefined)
    throw new UsageError(`${missing}: it is empty, and ${first} is not`, 'Write 0 where there was none.');
  return { p0: p0 ?? 0, p1: p1 ?? 0, p2: p2 ?? 0 };
}

function readTotal(
  metric: QualityMetric,
  given: { total: string; value: string; n: number | null; priorities: Priorities | null },
): number {
  const { total, value, n, priorities } = given;
  if (total !== '' && value !== '')
    throw new UsageError('value: it is given beside total', 'Give one of them: the total is divided by n.');
  const sum = priorities && priorities.p0 + priorities.p1 + priorities.p2;
  const { pooling } = METRICS[metric];
  if (value !== '') {
    const number = field('value', () => parseMetricNumber(value));
    if (sum !== null) throw new UsageError('value: it is given beside priorities', 'Leave it empty.');
    const [least, most] = rangeOf(metric, METRICS[metric]);
    if (number < least || number > most)
      throw new UsageError(`value: ${number} is not from ${least} to ${most}`, METRICS[metric].definition);
    if (pooling === 'sum' || n === null) return number;
    return pooling === 'rate' ? (number * n) / 100 : number * n;
  }
  if (total === '' && sum === null)
    throw new UsageError('total: it is empty, and so is value', 'Write 0 where there was none.');
  const number = total === '' ? (sum ?? 0) : field('total', () => parseMetricNumber(total));
  if (sum !== null && sum !== number)
    throw new UsageError(`total: ${number} is not the ${sum} findings of P0 to P2`);
  if (pooling !== 'sum' && n === null)
    throw new UsageError('n: it is empty', `Say of how many: ${METRICS[metric].definition}`);
  return number;
}

function refuseUnfit(metric: QualityMetric, total: number, n: number | null): void {
  const { pooling, definition } = METRICS[metric];
  if (total < 0) throw new UsageError(`total: ${total} is below 0`, definition);
  if (n === null) return;
  if (pooling === 'rate' && total > n)
    throw new UsageError(`total: ${total} is more than n, ${n}`, definition);
  if (metric === 'developer-feedback' && (total < n || total > 5 * n))
    throw new UsageError(`total: ${total} is not a sum of ${n} scores from 1 to 5`, definition);
}

function readCount(text: string): number | null {
  if (text === '') return null;
  const count = parseWholeNumber(text);
  if (count === undefined) throw new UsageError(`"${text}" is not a whole number`);
  return count;
}

/** Puts the name of the field before the reason. */
function field<T>(name: Column, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`${name}: ${cause.message}`, cause.next);
  }
}
