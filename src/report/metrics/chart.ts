import { dot, lineY, plot, rectY, ruleY } from '@observablehq/plot';
import { DOMImplementation, type Element } from '@xmldom/xmldom';
import { dayMs } from '../../domain/base/time/duration.ts';
import type { Figure, Window } from '../../domain/metrics/view.ts';
import { describeValue, formatAmount, metricOf } from './figure.ts';

/** Size of a chart in pixels of CSS; pages scale it to the room there is. */
const size = { width: 460, height: 170 };

/** The page says what these colours are, for light, dark and paper. */
const chartColours = { quality: 'var(--quality)', adoption: 'var(--adoption)' } as const;

type Point = { start: Date; end: Date; value: number; title: string };

/**
 * A figure over the days of a window as SVG: columns for what is counted, a line for a rate or a mean, and for these the
 * days before as a dashed line. Days of which nothing is known are left open. It has no script, and colours alone
 * that the page sets.
 *
 * @returns undefined when nothing is known of any single day or week
 */
export function renderChart(figure: Figure, window: Window): string | undefined {
  const points = pointsOf(figure);
  if (points.length === 0) return undefined;
  const { title, side, pooling } = metricOf(figure.metric);
  const colour = chartColours[side];
  const isCounted = pooling === 'sum';
  const before = isCounted || figure.before === null ? [] : [figure.before];
  const marks = isCounted
    ? [
        rectY(points, {
          x1: 'start',
          x2: 'end',
          y: 'value',
          fill: colour,
          insetLeft: 0.5,
          insetRight: 0.5,
          title: 'title',
        }),
      ]
    : [
        ruleY(before, {
          stroke: 'currentColor',
          strokeDasharray: '4 3',
          title: () => `before: ${formatAmount(figure.before ?? 0, figure.unit)}`,
        }),
        lineY(withGaps(figure), { x: 'middle', y: 'value', stroke: colour, strokeWidth: 2 }),
        dot(points, { x: middle, y: 'value', fill: colour, r: 2.5, title: 'title' }),
      ];
  const svg = plot({
    document: new DOMImplementation().createDocument(
      'http://www.w3.org/1999/xhtml',
      'html',
    ) as unknown as Document,
    ...size,
    ...{ marginLeft: 48, marginTop: 22, marginRight: 12 },
    style: 'font-size:11px',
    ariaLabel: `${title}: ${describeValue(figure)}`,
    x: { type: 'utc', domain: [dayOf(window.from), endOf(window.to)], label: null, ticks: 5 },
    y: { label: figure.unit, labelArrow: 'none', grid: true, ...yScale(figure, points) },
    marks: [...marks, ruleY([lowest(figure)])],
  });
  const drawn = svg as unknown as Element;
  drawn.setAttribute('role', 'img');
  // Its rules are for pages that have none of their own.
  for (const rules of [...drawn.getElementsByTagName('style')]) rules.parentNode?.removeChild(rules);
  return drawn.toString();
}

function pointsOf({ series, unit }: Figure): readonly Point[] {
  return series.flatMap(({ from, to, value }) => {
    if (value === null) return [];
    const days = from === to ? from : `${from} to ${to}`;
    return [{ start: dayOf(from), end: endOf(to), value, title: `${days}: ${formatAmount(value, unit)}` }];
  });
}

const withGaps = ({ series }: Figure) =>
  series.map(({ from, to, value }) => ({ middle: middle({ start: dayOf(from), end: endOf(to) }), value }));

const middle = ({ start, end }: Pick<Point, 'start' | 'end'>) =>
  new Date((start.getTime() + end.getTime()) / 2);

/** A score from 1 to 5 has no 0; everything else begins there, so that a small move does not look like a large one. */
const lowest = ({ unit }: Figure) => (unit === 'of 5' ? 1 : 0);

/** Where the scale ends, and about how many places of it are named: no part of a thing that only comes whole. */
function yScale(figure: Figure, points: readonly Point[]): { domain: [number, number]; ticks: number } {
  if (figure.unit === 'of 5') return { domain: [1, 5], ticks: 4 };
  const isCounted = metricOf(figure.metric).pooling === 'sum';
  const values = points.map(({ value }) => value);
  const most = Math.max(...values, isCounted ? 0 : (figure.before ?? 0)) || 1;
  const areWhole = isCounted && values.every(Number.isInteger);
  return { domain: [Math.min(0, ...values), most], ticks: areWhole ? Math.min(4, most) : 4 };
}

const dayOf = (day: string) => new Date(`${day}T00:00:00Z`);

const endOf = (day: string) => new Date(dayOf(day).getTime() + dayMs);
