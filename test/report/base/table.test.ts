import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { alignColumns } from '../../../src/report/base/table.ts';

describe('columns', () => {
  it.each([
    ['nothing', [], []],
    ['one cell', [['a']], ['a']],
    [
      'cells of one width',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      ['a  b', 'c  d'],
    ],
    [
      'wide characters',
      [
        ['日本', 'x'],
        ['abc', 'y'],
      ],
      ['日本  x', 'abc   y'],
    ],
    [
      'an empty cell',
      [
        ['', 'x'],
        ['abc', 'y'],
      ],
      ['     x', 'abc  y'],
    ],
    [
      'a last column that is ragged',
      [
        ['a', 'long', 'b'],
        ['c', 'd', 'longer'],
      ],
      ['a  long  b', 'c  d     longer'],
    ],
    ['rows of another length', [['a', 'b'], ['long']], ['a     b', 'long']],
  ])('line up: %s', (_, rows, lines) => {
    expect(alignColumns(rows)).toEqual(lines);
  });

  it('begin at the same cell in every row', () => {
    const cell = fc
      .array(fc.constantFrom('a', '日', '👩‍👩‍👧', 'e\u0301', ' '))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 8 }), (cells) => {
        const lines = alignColumns(cells.map((text) => [text, '|']));
        expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
      }),
    );
  });
});
