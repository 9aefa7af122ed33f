import stringWidth from 'string-width';
import { pad } from '../../domain/base/text/fit.ts';

const gap = 2;

/**
 * Fits the cells of a table into `width` terminal cells: columns get their natural width, and the
 * widest is shortened first until all fit.
 */
export function layOutRows(
  rows: readonly (readonly string[])[],
  width: number,
): readonly (readonly string[])[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell));
  }
  let surplus = widths.reduce((sum, one) => sum + one, gap * (widths.length - 1)) - width;
  while (surplus > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    const current = widths[widest] ?? 0;
    if (current <= 1) break;
    widths[widest] = current - 1;
    surplus -= 1;
  }
  return rows.map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0)));
}

/** First and last row of a window of `height` rows that keeps the cursor in sight. */
export function windowOf(cursor: number, count: number, height: number): { from: number; to: number } {
  const from = Math.max(0, Math.min(cursor - Math.floor(height / 2), count - height));
  return { from, to: Math.min(count, from + height) };
}
