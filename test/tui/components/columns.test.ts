import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { layOutRows, windowOf } from '../../../src/tui/components/columns.ts';

describe('a table on the screen', () => {
  it('shortens the widest column first', () => {
    expect(layOutRows([['ab', 'a long sentence', 'cd']], 16)).toEqual([['ab', 'a long …', 'cd']]);
  });

  it('counts wide characters as two cells', () => {
    for (const row of layOutRows(
      [
        ['日本語テキスト', 'abc'],
        ['x', '👩‍👩‍👧'],
      ],
      12,
    )) {
      expect(row.reduce((sum, cell) => sum + stringWidth(cell), 2)).toBe(12);
    }
  });

  it('does not hang when there is no room at all', () => {
    expect(layOutRows([['ab', 'cd']], 0)).toHaveLength(1);
  });

  it.each([
    [0, 5, 10, { from: 0, to: 5 }],
    [0, 100, 10, { from: 0, to: 10 }],
    [50, 100, 10, { from: 45, to: 55 }],
    [99, 100, 10, { from: 90, to: 100 }],
    [0, 0, 10, { from: 0, to: 0 }],
  ])('shows the window around row %i of %i in %i lines', (cursor, count, height, window) => {
    expect(windowOf(cursor, count, height)).toEqual(window);
  });
});
