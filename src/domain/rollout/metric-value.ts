import { UsageError } from '../base/errors.ts';
import { cleanLine } from '../base/text/clean.ts';
import { parseWholeNumber } from '../base/text/whole-number.ts';

/** A number with everything that makes it readable: unit, how many it was measured on, window, source. */
export type MetricValue = {
  metric: string;
  value: number;
  unit: string;
  /** Size of the sample; null when that is not known. */
  n: number | null;
  window: string;
  source: string;
};

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
  name: 'Name it, such as verified-change-rate.',
  unit: 'Say what it counts, such as % or people.',
  window: 'Say which time it covers, such as 2026-11 or 7d.',
  source: 'Say where it comes from, such as "CI of team A".',
} as const;
