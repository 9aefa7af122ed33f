import { dayMs } from './duration.ts';

/** By how much the clocks of machines may differ before it matters, in milliseconds. */
export const clockToleranceMs = 5 * 60 * 1000;

/** Whether a time (RFC 3339) is of a clock that runs ahead of this one. What is no time is not taken for one of the past. */
export function isAhead(at: string, now: Date): boolean {
  return !(Date.parse(at) <= now.getTime() + clockToleranceMs);
}

/** The time of day of a moment, UTC as the history has it: `14:50`. */
export function clockTime(at: Date): string {
  return at.toISOString().slice(11, 16);
}

/** Whether a day that is named means its beginning or its end. */
export type DayEdge = 'start' | 'end';

/**
 * Reads a moment: a day (`2026-11-20`, UTC), a time (`2026-11-20T12:00Z`, RFC 3339), or how long ago (`7d`,
 * `12h`). Returns it as entries have it, RFC 3339 UTC with milliseconds; undefined for anything else.
 */
export function parseMoment(text: string, { now, edge }: { now: Date; edge: DayEdge }): string | undefined {
  const asked = text.trim();
  const ago = /^(\d{1,5})([dh])$/.exec(asked);
  if (ago) return iso(now.getTime() - Number(ago[1]) * (ago[2] === 'd' ? dayMs : dayMs / 24));
  if (/^\d{4}-\d{2}-\d{2}$/.test(asked)) {
    const start = Date.parse(`${asked}T00:00:00Z`);
    // A day such as 30 February would be taken for one in March.
    if (iso(start)?.slice(0, 10) !== asked) return undefined;
    return iso(edge === 'start' ? start : start + dayMs);
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(asked))
    return undefined;
  if (iso(Date.parse(`${asked.slice(0, 10)}T00:00:00Z`))?.slice(0, 10) !== asked.slice(0, 10))
    return undefined;
  return iso(Date.parse(asked));
}

function iso(ms: number): string | undefined {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined;
}
