import { lengthOf } from '../days.ts';
import { METRICS, type Metric, type MetricSource } from '../metric-set.ts';
import type { Figure, Window } from '../view.ts';
import type { Change } from './change.ts';
import type { ChangeVerdict } from './change-words.ts';

/** A metric over the days before a change, or after it. */
export type Side = {
  window: Window;
  /** Null when no source says it, or when it may not be shown without quality. */
  value: number | null;
  n: number | null;
  grade: Figure['grade'];
  source: MetricSource | undefined;
  lagDays: number;
  /** Entries that it rests on, the newest first. */
  entries: readonly number[];
  /** Why there is no value, when there is more to say than that nothing was recorded. */
  withheld: string | undefined;
};

/** What the figures say about a change. */
export type Judgement = {
  verdict: ChangeVerdict;
  /** After minus before, in the unit of the metric; null when one is missing. */
  moved: number | null;
  /** By how much it had to move, in the unit of the metric; null when that is not known. */
  needed: number | null;
  why: string;
};

/** A rate or a mean of fewer is chance. */
const leastSample = 5;

/**
 * Compares a metric before and after a change. It moved only when it did so by what was expected, one way or the other;
 * where the data does not allow a comparison, that is said and nothing else.
 */
export function judgeMove(
  { metric, expect, by }: Pick<Change, 'metric' | 'expect' | 'by'>,
  { before, after }: { before: Side; after: Side },
): Judgement {
  const lacking = whatIsLacking(METRICS[metric], { before, after });
  if (lacking !== undefined || before.value === null || after.value === null)
    return { verdict: 'not enough data', moved: null, needed: null, why: lacking ?? 'a value is missing' };
  const moved = after.value - before.value;
  const needed = by.in === 'unit' ? by.amount : (Math.abs(before.value) * by.amount) / 100;
  // Shares come from divisions: 0.3 - 0.2 is less than 0.1.
  const isEnough = moved !== 0 && Math.abs(moved) >= needed - 1e-9;
  if (!isEnough) return { verdict: 'did not move', moved, needed, why: 'it moved by less than was expected' };
  return moved > 0 === (expect === 'up')
    ? { verdict: 'moved as expected', moved, needed, why: 'it moved as far as was expected, or further' }
    : { verdict: 'moved against', moved, needed, why: 'it moved the other way' };
}

function whatIsLacking(metric: Metric, { before, after }: { before: Side; after: Side }): string | undefined {
  for (const [name, side] of [
    ['before', before],
    ['after', after],
  ] as const) {
    const days = `${side.window.from} to ${side.window.to}`;
    if (side.value === null)
      return side.withheld ?? `nothing was recorded for the days ${name} the change (${days})`;
    const isShare = metric.pooling === 'rate' || metric.pooling === 'mean';
    if (isShare && side.n !== null && side.n < leastSample)
      return `${side.n} is too few for a comparison (${name} the change, ${days}); ${leastSample} are needed`;
  }
  if (before.source !== after.source)
    return `before it is from ${before.source}, after it from ${after.source}: two sources count differently`;
  const half = lengthOf(after.window) / 2;
  if (after.lagDays > half)
    return `the newest row ends ${after.lagDays} days before ${after.window.to}: most of the days after are not known yet`;
  return undefined;
}
