import stringWidth from 'string-width';
import { pad } from '../../domain/base/text/fit.ts';

/** How a column behaves where there is no room for all; see `fitColumns`. */
export type ColumnShape = {
  title: string;
  /** What is left out later has the higher number. By default columns count for less from left to right. */
  priority?: number;
  /**
   * Cells that a column can be cut to; one with a priority but without this number is shown whole or not at all, one
   * with neither can be cut to 12.
   */
  least?: number;
  align?: 'right';
};

const gap = 2;

/**
 * The widths that columns get, so that a line of them has at most `width` terminal cells; 0 leaves one out. The widest
 * column that can be cut is cut first; where that is not enough, those of the lowest priority are left out, and what is
 * won by that goes to the most important of the others. The most important one stays, however narrow the line is.
 */
export function fitColumns(
  columns: readonly Pick<ColumnShape, 'priority' | 'least'>[],
  natural: readonly number[],
  width: number,
): readonly number[] {
  const widths = natural.map((one) => Math.min(one, width));
  const used = () => {
    const shown = widths.filter((one) => one > 0);
    return shown.reduce((sum, one) => sum + one, 0) + gap * Math.max(0, shown.length - 1);
  };
  const leastOf = (place: number) =>
    columns[place]?.least ?? (columns[place]?.priority === undefined ? 12 : Number.POSITIVE_INFINITY);
  const order = columns
    .map(({ priority }, place) => ({ place, priority: priority ?? -place }))
    .toSorted((one, other) => one.priority - other.priority || other.place - one.place)
    .map(({ place }) => place);
  while (used() > width) {
    const widest = order
      .filter((place) => (widths[place] ?? 0) > leastOf(place))
      .reduce<number | undefined>(
        (most, place) => ((widths[place] ?? 0) > (widths[most ?? -1] ?? 0) ? place : most),
        undefined,
      );
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  for (const place of order.slice(0, -1)) {
    if (used() <= width) break;
    widths[place] = 0;
  }
  // One that was left out may fit beside those that are left once a wider one is gone.
  for (const place of order.toReversed()) {
    const needs = Math.min(natural[place] ?? 0, leastOf(place));
    if (widths[place] === 0 && needs > 0 && used() + gap + needs <= width) widths[place] = needs;
  }
  for (const place of order.toReversed()) {
    const has = widths[place] ?? 0;
    if (has > 0) widths[place] = Math.min(natural[place] ?? 0, has + Math.max(0, width - used()));
  }
  return widths;
}

/**
 * Lays out the titles and the cells of rows; a column without a cell anywhere is left out. The last cell of a row that has
 * none in the columns after it takes their room. `places` says which columns the cells of a line are of.
 */
export function layOutTable(
  columns: readonly ColumnShape[],
  rows: readonly (readonly string[])[],
  width: number,
): { header: string; lines: readonly (readonly string[])[]; places: readonly number[] } {
  const lastOf = (cells: readonly string[]) => cells.findLastIndex((cell) => cell !== '');
  const last = Math.max(...rows.map(lastOf));
  const goesOn = (cells: readonly string[], place: number) =>
    place < last && place === lastOf(cells) && columns[place]?.align !== 'right';
  const natural = columns.map(({ title }, place) => {
    const isEmpty = rows.length > 0 && rows.every((row) => (row[place] ?? '') === '');
    const own = rows.map((row) => (goesOn(row, place) ? 0 : stringWidth(row[place] ?? '')));
    return isEmpty ? 0 : Math.max(stringWidth(title), ...own);
  });
  const widths = fitColumns(columns, natural, width);
  const places = widths.flatMap((room, place) => (room === 0 ? [] : [place]));
  const startOf = (place: number) =>
    places.filter((one) => one < place).reduce((sum, one) => sum + (widths[one] ?? 0) + gap, 0);
  const end = Math.max(0, startOf(columns.length) - gap);
  const lay = (cells: readonly string[], last: number | undefined) =>
    places
      .filter((place) => last === undefined || place <= last)
      .map((place) => {
        const room = place === last ? Math.max(end, width) - startOf(place) : (widths[place] ?? 0);
        const cell = cells[place] ?? '';
        const isRight = columns[place]?.align === 'right';
        const space = isRight ? ' '.repeat(Math.max(0, room - stringWidth(cell))) : '';
        return pad(space + cell, room);
      });
  const titles = columns.map(({ title }) => title);
  return {
    header: lay(titles, undefined).join(' '.repeat(gap)),
    places,
    lines: rows.map((row) => {
      const own = places.find((place) => goesOn(row, place));
      return lay(row, own).map((cell, at) => (at === 0 ? cell : ' '.repeat(gap) + cell));
    }),
  };
}

/** First and last row of a window of `height` rows that keeps the cursor in sight. */
export function windowOf(cursor: number, count: number, height: number): { from: number; to: number } {
  const from = Math.max(0, Math.min(cursor - Math.floor(height / 2), count - height));
  return { from, to: Math.min(count, from + height) };
}
