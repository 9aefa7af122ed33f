import { columnsOf } from '../../../../domain/base/text/progress.ts';
import type { Figure, Paired } from '../../../../domain/metrics/view.ts';
import { describeTrend, describeValue, formatNumber, metricOf } from '../../../../report/metrics/figure.ts';

/** Cells that the days of a figure take at most in a picture. */
const mostCells = 40;

type Point = Figure['series'][number];

/**
 * The days of a figure in at most so many points: neighbours become one, which is their sum where the metric is counted
 * and their mean where it is not. A point is null where nothing is known of any of its days.
 */
function gather({ metric, series }: Figure, cells: number): readonly Point[] {
  const each = Math.ceil(series.length / cells);
  if (each <= 1) return series;
  const isCounted = metricOf(metric).pooling === 'sum';
  return Array.from({ length: Math.ceil(series.length / each) }, (_, place) => {
    const part = series.slice(place * each, (place + 1) * each);
    const known = part.flatMap(({ value }) => (value === null ? [] : [value]));
    const sum = known.reduce((all, one) => all + one, 0);
    return {
      ...{ from: part[0]?.from ?? '', to: part.at(-1)?.to ?? '' },
      value: known.length === 0 ? null : isCounted ? sum : sum / known.length,
    };
  });
}

/** The days of a figure as one line of columns, in at most so many cells. */
export function drawLine(figure: Figure, cells: number): string {
  const values = gather(figure, cells).map(({ value }) => value);
  return values.every((value) => value === null) ? '' : columnsOf(values, { rows: 1 }).join('');
}

/** The highest number of a figure, as its picture has it. */
function topOf(figure: Figure): string {
  return formatNumber(Math.max(0, ...gather(figure, mostCells).map(({ value }) => value ?? 0)));
}

/**
 * A figure over its days, with its scale at the left and its first and last day below.
 *
 * @param wide cells of the scale
 */
function drawFigure(figure: Figure, { rows, wide }: { rows: number; wide: number }): readonly string[] {
  const title = `${metricOf(figure.metric).title}, ${describeValue(figure)} ${describeTrend(figure)}`.trim();
  const points = gather(figure, mostCells);
  const values = points.map(({ value }) => value);
  if (figure.value === null) return [title];
  if (values.every((value) => value === null))
    return [title, '  known for the whole window alone, not for single days'];
  const lines = columnsOf(values, { rows }).map((line, place) => {
    const mark = place === 0 ? topOf(figure) : place === rows - 1 ? '0' : '';
    return `  ${mark.padStart(wide)} │${line}`.trimEnd();
  });
  const [first, last] = [points[0]?.from.slice(5) ?? '', points.at(-1)?.to.slice(5) ?? ''];
  const days = first + last.padStart(Math.max(last.length + 1, points.length - first.length));
  return [title, ...lines, `  ${' '.repeat(wide)}  ${days}`];
}

/**
 * Quality above adoption, each day below the same day: the selected figure, and of the other side the first that is
 * known.
 */
export function drawPair(group: Paired, selected: Figure, rows = 4): readonly string[] {
  const other = partnerOf(group, selected);
  const both = metricOf(selected.metric).side === 'quality' ? [selected, other] : [other, selected];
  const known = both.filter((figure) => figure !== undefined);
  const wide = Math.max(...known.map((figure) => topOf(figure).length));
  return known.flatMap((figure, place) => [
    ...(place === 0 ? [] : ['']),
    ...drawFigure(figure, { rows, wide }),
  ]);
}

/** What stands beside a figure: the first one of the other side that is known. */
export function partnerOf({ quality, adoption }: Paired, { metric }: Figure): Figure | undefined {
  const others: readonly Figure[] = metricOf(metric).side === 'quality' ? adoption : quality;
  return others.find(({ value }) => value !== null);
}
