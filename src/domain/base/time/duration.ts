const units = { ms: 1, s: 1000, m: 60_000 } as const;

// Node's timers count in 31 bits: a longer one goes off at once.
const longest = 2 ** 31 - 1;

/** Reads `250ms`, `10s` or `2m` as milliseconds; undefined for anything else, and beyond 24 days. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})(ms|s|m)$/.exec(text);
  if (!match) return undefined;
  const milliseconds = Number(match[1]) * units[match[2] as keyof typeof units];
  return milliseconds > 0 && milliseconds <= longest ? milliseconds : undefined;
}

/** Milliseconds as people read them: `71 ms`, `1.4 s`, `2 m 05 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Milliseconds of a day. */
export const dayMs = 24 * 60 * 60 * 1000;

/** Reads `90d` as a number of days; undefined for anything else. */
export function parseDays(text: string): number | undefined {
  const match = /^([1-9]\d{0,4})d$/.exec(text.trim());
  return match ? Number(match[1]) : undefined;
}
