/** A number without the noise of sums of fractions; null stays null. */
export function roundOff(value: number): number;
export function roundOff(value: number | null): number | null;
export function roundOff(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(12));
}

const mostShown = 20;

/** The newest entries of some, and how many they are. */
export function shownEntries(entries: Iterable<number>): { shown: readonly number[]; total: number } {
  const numbers = [...new Set(entries)].sort((one, other) => other - one);
  return { shown: numbers.slice(0, mostShown), total: numbers.length };
}
