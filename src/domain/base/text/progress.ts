import { formatDuration } from '../time/duration.ts';

/** A bar of so many cells: `██████░░░░`. */
export function progressBar(done: number, total: number, cells: number): string {
  const part = total <= 0 ? 0 : Math.min(1, Math.max(0, done / total));
  const full = Math.floor(part * cells);
  return '█'.repeat(full) + '░'.repeat(cells - full);
}

const heights = '▁▂▃▄▅▆▇█';

/**
 * Numbers from 0 on as columns beside each other, the lowest for 0 and the highest for the largest one: `▁▂▁▅█`. What is
 * not known is a blank.
 *
 * @param least the highest column stands for this much at least
 */
export function sparkline(numbers: readonly (number | null)[], least = 1): string {
  return columnsOf(numbers, { rows: 1, least }).join('');
}

/** The same in several lines, the top one first. */
export function columnsOf(
  numbers: readonly (number | null)[],
  { rows, least = Number.MIN_VALUE }: { rows: number; least?: number },
): readonly string[] {
  const most = Math.max(least, ...numbers.map((one) => one ?? 0));
  // The lowest sign of a column is the one for 0.
  const last = rows * heights.length - 1;
  // What is not 0 is never drawn as 0.
  const height = (one: number) => (one <= 0 ? 0 : Math.max(1, Math.round((one / most) * last)));
  return Array.from({ length: rows }, (_, line) => {
    const below = (rows - 1 - line) * heights.length;
    const sign = (one: number | null) => {
      const left = one === null ? -1 : height(one) - below;
      return left < 0 ? ' ' : heights[Math.min(left, heights.length - 1)];
    };
    return numbers.map(sign).join('');
  });
}

/** A number as people read it: `20,221`. */
function formatCount(count: number): string {
  // The first text of the locale takes a tenth of a start.
  return String(count).replace(/\B(?=(?:\d{3})+(?!\d))/g, ',');
}

/** A number with its word: `1 source`, `2,000 sources`. */
export function countOf(count: number, word: string, words = `${word}s`): string {
  return `${formatCount(count)} ${count === 1 ? word : words}`;
}

/**
 * A share of 1 in percent, rounded down to a tenth, so that 99.99 % is not shown as all: `29 %`, `99.9 %`.
 */
export function formatShare(share: number): string {
  // 0.29 * 100 is 28.999999999999996: the last digits of a product are no part of the share.
  const tenths = Math.floor(Math.round(share * 1e9) / 1e6);
  return `${tenths / 10} %`;
}

/**
 * How far some work is, how fast, and how long it will take: `█████░░░░░ 9,100 of 20,221 entries, 4,550 a second,
 * 2.4 s left`. Speed and time are left out while nothing is done.
 *
 * @param elapsed milliseconds since it began
 */
export function describeProgress(
  { done, total, elapsed }: { done: number; total: number; elapsed: number },
  words: string,
  cells = 20,
): string {
  const far = `${progressBar(done, total, cells)} ${formatCount(done)} of ${formatCount(total)} ${words}`;
  if (done <= 0 || elapsed <= 0) return far;
  const left = (elapsed / done) * Math.max(0, total - done);
  return `${far}, ${formatCount(Math.round((done / elapsed) * 1000))} a second, ${formatDuration(left)} left`;
}
