import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { type ColumnShape, fitColumns, layOutTable, windowOf } from '../../../src/tui/components/columns.ts';

const columns: readonly ColumnShape[] = [
  { title: 'STATE', priority: 9 },
  { title: 'CHECK', priority: 10 },
  { title: 'TOOK', priority: 3, align: 'right' },
  { title: 'FOUND', priority: 2, least: 10 },
];

const rows = [
  ['✘ fail', 'config.strict', '370 ms', 'config.toml:4:1 unknown field'],
  ['✔ pass', 'cli.version', '2 ms', '0.139.0 is the pin'],
];

const shown = (width: number) => {
  const { header, lines } = layOutTable(columns, rows, width);
  return [header, ...lines.map((line) => line.join(''))].map((line) => line.trimEnd());
};

describe('a table on the screen', () => {
  it('stands in columns below its titles, numbers to the right', () => {
    expect(shown(80)).toEqual([
      'STATE   CHECK            TOOK  FOUND',
      '✘ fail  config.strict  370 ms  config.toml:4:1 unknown field',
      '✔ pass  cli.version      2 ms  0.139.0 is the pin',
    ]);
  });

  it('cuts what matters least first, and leaves it out before it cuts what tells rows apart', () => {
    expect(shown(45)[1]).toBe('✘ fail  config.strict  370 ms  config.toml:4…');
    expect(shown(40)[1]).toBe('✘ fail  config.strict  370 ms');
    expect(shown(28)[1]).toBe('✘ fail  config.strict');
    expect(shown(12)[1]).toBe('config.stri…');
  });

  it('shows what matters less where what matters more is too wide', () => {
    const wideFirst = columns.map((one) =>
      one.title === 'FOUND' ? { ...one, priority: 5, least: 20 } : one,
    );
    expect(layOutTable(wideFirst, rows, 40).lines[0]?.join('')).toBe('✘ fail  config.strict  370 ms');
  });

  it('counts wide characters as two cells', () => {
    const wide = [['日本語', '日本語テキスト', '👩‍👩‍👧', '長い説明文です']];
    for (let width = 10; width < 60; width++)
      for (const line of layOutTable(columns, wide, width).lines)
        expect(stringWidth(line.join(''))).toBeLessThanOrEqual(width);
  });

  it('leaves out a column that no row fills', () => {
    expect(layOutTable(columns, [['✔ pass', 'cli.version', '', 'fine']], 40).header).toBe(
      'STATE   CHECK        FOUND',
    );
  });

  it('never grows beyond the line, and cuts the most important column last', () => {
    const shape = fc.record({
      priority: fc.integer({ min: 1, max: 9 }),
      least: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
      natural: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(
        fc.array(shape, { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 200 }),
        (all, width) => {
          const natural = all.map((one) => one.natural);
          const shapes = all.map(({ priority, least }) => ({
            priority,
            ...(least === undefined ? {} : { least }),
          }));
          const widths = fitColumns(shapes, natural, width);
          const visible = widths.filter((one) => one > 0);
          const used = visible.reduce((sum, one) => sum + one, 0) + 2 * (visible.length - 1);
          expect(used).toBeLessThanOrEqual(width);
          expect(widths.every((one, place) => one <= (natural[place] ?? 0))).toBe(true);
          const top = Math.max(...all.map(({ priority }) => priority));
          const first = all.findIndex(({ priority }) => priority === top);
          // While the most important column is cut, no other column is shown beyond what it keeps.
          if ((widths[first] ?? 0) < (natural[first] ?? 0) && all[first]?.least === undefined)
            expect(visible).toHaveLength(1);
        },
      ),
    );
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

describe('a row without cells in its last columns', () => {
  const columns = [
    { title: 'PART', priority: 7 },
    { title: 'WHAT', priority: 10, least: 8 },
    { title: 'WHY', priority: 5, least: 8 },
  ];
  const sentence = 'there is no policy map in this folder';

  it('has their room for its last cell, and leaves the other rows theirs', () => {
    const { lines } = layOutTable(
      columns,
      [
        ['who', sentence, ''],
        ['rules', 'git push', 'expected forbidden'],
      ],
      45,
    );
    expect(lines.map((cells) => cells.join(''))).toEqual([
      `who    ${sentence} `,
      'rules  git push  expected forbidden',
    ]);
  });

  it('is cut at the end of the line alone', () => {
    const [line] = layOutTable(
      columns,
      [
        ['who', sentence, ''],
        ['rules', 'git', 'expected'],
      ],
      30,
    ).lines;
    expect(line?.join('')).toBe('who    there is no policy map…');
  });
});
