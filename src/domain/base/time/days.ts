/** Milliseconds of a day. */
export const dayMs = 24 * 60 * 60 * 1000;

/** Reads `90d` as a number of days; undefined for anything else. */
export function parseDays(text: string): number | undefined {
  const match = /^([1-9]\d{0,4})d$/.exec(text.trim());
  return match ? Number(match[1]) : undefined;
}
