import { formatDuration } from '../time/duration.ts';

/** A bar of so many cells: `██████░░░░`. */
export function progressBar(done: number, total: number, cells: number): string {
  const part = total <= 0 ? 0 : Math.min(1, Math.max(0, done / total));
  const full = Math.floor(part * cells);
  return '█'.repeat(full) + '░'.repeat(cells - full);
}

const heights = '▁▂▃▄▅▆▇█';

/** Numbers from 0 on as columns beside each other, the lowest for 0 and the highest for the largest one: `▁▂▁▅█`. */
export function sparkline(numbers: readonly number[]): string {
  const most = Math.max(1, ...numbers);
  const last = heights.length - 1;
  // What is not 0 is never drawn as 0.
  return numbers.map((one) => heights[one <= 0 ? 0 : Math.max(1, Math.round((one / most) * last))]).join('');
}

/** A number as people read it: `20,221`. */
function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A number with its word: `1 source`, `2,000 sources`. */
export function countOf(count: number, word: string, words = `${word}s`): string {
  return `${formatCount(count)} ${count === 1 ? word : words}`;
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
