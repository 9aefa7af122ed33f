import { UsageError } from '../base/errors.ts';
import { redact } from '../base/redact/redact.ts';
import { cleanLine } from '../base/text/clean.ts';
import { didYouMean } from '../base/text/suggest.ts';
import { parseWholeNumber } from '../base/text/whole-number.ts';
import { earlier, isDay, parseWindow } from './days.ts';
import { METRIC_IDS, METRICS, type Metric, type Quality, type QualityMetric } from './metric-set.ts';
import { withoutCredentials } from './repository-names.ts';

/** A number as a person states it, with everything that makes it readable: unit, sample, window, source. */
export type MetricValue = {
  /** A metric of the set, or a name of the team's own, which is evidence for items alone. */
  metric: string;
  value: number;
  /** Empty for a metric of the set, which has its own. */
  unit: string;
  /** Size of the sample; null when that is not known. */
  n: number | null;
  window: string;
  source: string;
  team?: string | undefined;
  repository?: string | undefined;
  /** By default that of the metric of the set, else what the name and the unit say. */
  side?: Metric['side'] | undefined;
};

/** The same as it is recorded; days in UTC. */
export type StatedMetric = {
  metric: string;
  side: Metric['side'];
  value: number;
  unit: string;
  n: number | null;
  /** As it was typed. */
  window: string;
  /** Null in entries of older versions whose window names no days. */
  from: string | null;
  to: string | null;
  team: string;
  repository: string;
  source: string;
};

/** @throws UsageError when a part is empty or does not fit the metric, or the window cannot be read */
export function readMetricValue(given: MetricValue, now: Date): StatedMetric {
  const metric = requireMetricPart('name', given.metric);
  const known = metricOf(metric);
  if (!known && given.unit.trim() === '') refuseMistyped(metric);
  const unit = known && given.unit.trim() === '' ? known.unit : requireMetricPart('unit', given.unit);
  const window = requireMetricPart('window', given.window);
  if (!Number.isFinite(given.value)) throw new UsageError('the value of a metric must be a number');
  if (known) refuseUnfit(metric, known, { value: given.value, unit, side: given.side });
  return {
    ...{ metric, value: given.value, unit, n: given.n, window, ...parseWindow(window, now) },
    side: given.side ?? sideOf(metric, unit),
    team: cleanLine(given.team ?? ''),
    repository: withoutCredentials(cleanLine(given.repository ?? '')),
    source: redact(requireMetricPart('source', given.source)),
  };
}

/** A name of the team's own has a unit; what has none is probably meant for one of the set. */
function refuseMistyped(metric: string): void {
  const near = didYouMean(metric, METRIC_IDS);
  if (near !== '')
    throw new UsageError(
      `there is no metric "${metric}"${near}`,
      'A name of your own needs a unit: --unit UNIT.',
    );
}

function refuseUnfit(
  id: string,
  known: Metric,
  { value, unit, side }: { value: number; unit: string; side: Metric['side'] | undefined },
): void {
  if (unit !== known.unit)
    throw new UsageError(
      `${id} is measured in ${known.unit}, not in "${unit}"`,
      `It is: ${known.definition} Leave --unit out, or take another name for another metric.`,
    );
  if (side !== undefined && side !== known.side)
    throw new UsageError(`${id} is a metric of ${known.side}`, 'Leave --side out.');
  const [least, most] = rangeOf(id, known);
  if (value < least || value > most)
    throw new UsageError(
      `${id} is ${most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`}, not ${value}`,
      `It is: ${known.definition}`,
    );
}

/** The values that a metric of the set can have. */
export function rangeOf(id: string, { pooling }: Pick<Metric, 'pooling'>): readonly [number, number] {
  if (id === 'developer-feedback') return [1, 5];
  return [0, pooling === 'rate' ? 100 : Number.POSITIVE_INFINITY];
}

/** The unit of a metric of the set; undefined for a name of the team's own. */
export const unitOf = (metric: string): string | undefined => metricOf(metric)?.unit;

/** A metric of the set; undefined for a name of the team's own. */
function metricOf(id: string): Metric | undefined {
  return Object.hasOwn(METRICS, id) ? METRICS[id as keyof typeof METRICS] : undefined;
}

const wordsOfAdoption =
  /\b(?:active|adoption|conversations?|credits?|[dwm]au|installs?|licences?|licenses?|logins?|messages?|people|prompts?|persons?|requests?|seats?|sessions?|tasks?|threads?|tokens?|turns?|usage|users?)\b/i;

/** Whether a metric says that the work got better, or only that there is work; a name of its own by its words. */
export function sideOf(metric: string, unit: string): Metric['side'] {
  const isAdoption = wordsOfAdoption.test(`${metric} ${unit}`.replaceAll('_', ' '));
  return metricOf(metric)?.side ?? (isAdoption ? 'adoption' : 'quality');
}

/** The row of quality that a person stated; undefined for any other metric, and for one whose window names no days. */
export function statedQuality(
  stated: StatedMetric,
  { seq, at }: { seq: number; at: string },
): Quality | undefined {
  const { metric, value, n, team, repository, from, to } = stated;
  const known = metricOf(metric);
  if (known?.side !== 'quality' || stated.unit !== known.unit || from === null || to === null)
    return undefined;
  const day = at.slice(0, 10);
  // A month that was not over then was stated up to that day.
  if (from > day) return undefined;
  const counted = n === null || known.pooling === 'sum' ? 1 : n;
  const total = value * (known.pooling === 'rate' && n !== null ? counted / 100 : counted);
  return {
    ...{ metric: metric as QualityMetric, source: 'by hand', from, to: earlier(to, day), team, repository },
    ...{ id: null, total, n, priorities: null, seq },
  };
}

/** The days of a window that says them by itself, as entries of older versions have it; null for any other. */
export function daysOfWindow(window: string): { from: string; to: string } | null {
  const [from = '', to = from] = window.trim().split('..');
  if (!isDay(from) && !/^\d{4}-(?:\d{2}|[qQ]\d)$/.test(window.trim())) return null;
  try {
    // Far ahead, so that nothing is cut.
    return parseWindow(isDay(from) ? `${from}..${to}` : window, new Date('9999-12-31T00:00:00Z'));
  } catch {
    return null;
  }
}

/** @throws UsageError unless it is a number */
export function parseMetricNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`"${cleanLine(text)}" is not a number`, 'Write it as 87 or 0.5, and its unit apart.');
}

/**
 * The size of a sample; null for an empty text, which says that it is not known.
 *
 * @throws UsageError unless it is a whole number
 */
export function parseSampleSize(text: string): number | null {
  if (text.trim() === '') return null;
  const size = parseWholeNumber(text);
  if (size !== undefined) return size;
  throw new UsageError(`"${cleanLine(text)}" is not a whole number`, 'Count what was measured, such as 120.');
}

/** @throws UsageError when a part of a metric is empty; `what` names it */
export function requireMetricPart(what: 'name' | 'unit' | 'window' | 'source', text: string): string {
  const cleaned = cleanLine(text);
  if (cleaned !== '') return cleaned;
  throw new UsageError(`a metric needs a ${what}`, examples[what]);
}

const examples = {
  name: 'Name it, such as defect-rate.',
  unit: 'Say what it counts, such as % or people.',
  window: 'Say which days it covers, such as 2026-11 or 7d.',
  source: 'Say where it comes from, such as "CI of team A".',
} as const;
