/** By how much the clocks of machines may differ before it matters, in milliseconds. */
export const clockToleranceMs = 5 * 60 * 1000;

/** Whether a time (RFC 3339) is of a clock that runs ahead of this one. What is no time is not taken for one of the past. */
export function isAhead(at: string, now: Date): boolean {
  return !(Date.parse(at) <= now.getTime() + clockToleranceMs);
}
