import { cleanLine } from '../../domain/base/text/clean.ts';
import { countOf, sparkline } from '../../domain/base/text/progress.ts';
import type { Grade } from '../../domain/metrics/activity.ts';
import { METRICS, type Metric, type MetricId } from '../../domain/metrics/metric-set.ts';
import type { Figure } from '../../domain/metrics/view.ts';

export { describeScope } from '../../domain/metrics/scope.ts';

/** Signs of the grades; what is missing is never drawn as a number. */
const gradeSigns = { observed: '●', estimated: '≈', missing: '○' } as const satisfies Record<Grade, string>;

/** What is known of a metric by its id. */
export const metricOf = (id: MetricId): Metric => METRICS[id];

/** An amount in its unit, as precise as it is read: `12.4 %`, `1,204 sessions`, `3.5 of 5`. */
export function formatAmount(value: number, unit: string): string {
  return cleanLine(`${formatNumber(value)} ${unit}`);
}

/** The number alone: two places below 10, one below 100. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  const places = size < 10 ? 2 : size < 100 ? 1 : 0;
  return value.toLocaleString('en-US', { maximumFractionDigits: places });
}

/** The value of a figure with its unit, or that it is missing. */
export function describeValue({ value, unit }: Figure): string {
  return value === null ? `${gradeSigns.missing} missing` : formatAmount(value, unit);
}

/** How a figure moved since the window of equal length before. */
export type Trend = {
  /** Undefined where one of both is missing. */
  change: number | undefined;
  /** Whether that is good; undefined where neither way is, or nothing moved. */
  meaning: 'better' | 'worse' | undefined;
};

export function trendOf({ metric, value, before }: Figure): Trend {
  if (value === null || before === null) return { change: undefined, meaning: undefined };
  const change = value - before;
  const { better } = metricOf(metric);
  if (change === 0 || better === undefined) return { change, meaning: undefined };
  return { change, meaning: change > 0 === (better === 'up') ? 'better' : 'worse' };
}

/** `↑ 3.1 better`, `↓ 20`, `same`; empty where nothing is known of the window before. */
export function describeTrend(figure: Figure): string {
  const { change, meaning } = trendOf(figure);
  if (change === undefined) return '';
  if (change === 0) return 'same';
  return `${change > 0 ? '↑' : '↓'} ${formatNumber(Math.abs(change))}${meaning ? ` ${meaning}` : ''}`;
}

/** The days or weeks of a figure as columns; a blank where nothing is known. Empty where nothing is known at all. */
export function seriesLine({ series }: Figure): string {
  const values = series.map(({ value }) => value);
  if (values.every((value) => value === null)) return '';
  // A rate below 1 fills its height too.
  return sparkline(values, Number.MIN_VALUE);
}

/** The source of a figure, and what other sources say, which is never added to it. */
export function describeSource({ source, others, unit }: Figure): string {
  const also = others.map((other) => `${other.source} says ${formatAmount(other.value, unit)}`);
  return [source ?? 'no source', ...also].join('; ');
}

/** How old the newest row is. */
export function describeLag({ lagDays, grade }: Figure): string {
  if (grade === 'missing') return '';
  return lagDays === 0 ? 'up to date' : `${countOf(lagDays, 'day')} behind`;
}

/** On how many it was measured. */
export function describeSize({ n }: Figure): string {
  return n === null ? 'not known' : n.toLocaleString('en-US');
}

/** How sure it is, with its sign. */
export function describeGrade({ grade }: Figure): string {
  return `${gradeSigns[grade]} ${grade}`;
}

/** The entries that it rests on: `41, 40 and 3 older`. */
export function describeEntries({ entries: { shown, total } }: Figure): string {
  const older = total - shown.length;
  return `${shown.join(', ')}${older > 0 ? ` and ${older.toLocaleString('en-US')} older` : ''}`;
}

/** Findings by their priority: `P0 1, P1 2, P2 9`; empty where the source does not tell them apart. */
export function describePriorities({ priorities }: Figure): string {
  return priorities
    ? `P0 ${formatNumber(priorities.p0)}, P1 ${formatNumber(priorities.p1)}, P2 ${formatNumber(priorities.p2)}`
    : '';
}
