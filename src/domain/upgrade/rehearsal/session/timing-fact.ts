import { formatDuration } from '../../../base/time/duration.ts';
import type { Fact } from '../observation.ts';

/** A machine that does something else meanwhile is this much slower. */
const leewayMs = 1000;

/** The median of how long something took; none when it was not measured. */
export function timingFact(key: string, measuredMs: readonly number[]): readonly Fact[] {
  const sorted = [...measuredMs].sort((one, other) => one - other);
  const value = sorted[Math.floor(sorted.length / 2)];
  if (value === undefined) return [];
  return [{ key, value: formatDuration(value), amount: { value, unit: 'ms', leeway: leewayMs } }];
}
