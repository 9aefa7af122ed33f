import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import type { ColumnShape } from '../../../src/tui/components/columns.ts';
import { Table } from '../../../src/tui/components/table.tsx';
import { chooseTheme, ThemeContext } from '../../../src/tui/shell/look/theme.ts';

const columns: readonly ColumnShape[] = [
  { title: 'STATE', priority: 9 },
  { title: 'CHECK↑', priority: 10 },
  { title: 'Δ', priority: 3 },
];

type Given = Partial<Parameters<typeof Table>[0]> & { environment?: Record<string, string> };

/** The table of so many rows, line by line. */
function table(count: number, { environment = {}, ...given }: Given = {}): readonly string[] {
  const row = (place: number) => ({
    key: String(place),
    cells: ['✘ fail', `check.${place}`, place % 2 === 0 ? '●' : ''],
  });
  return renderToString(
    <ThemeContext value={chooseTheme({ NO_COLOR: '1', ...environment })}>
      <Table
        {...{ columns, count, row, cursor: 0, size: { rows: 5, columns: 40 }, empty: 'nothing' }}
        {...given}
      />
    </ThemeContext>,
    { columns: 40 },
  )
    .split('\n')
    .map((line) => line.trimEnd());
}

describe('a table', () => {
  it('has its titles on top and marks the selected row', () => {
    expect(table(3, { cursor: 1 })).toEqual([
      '  STATE   CHECK↑   Δ',
      '  ✘ fail  check.0  ●',
      '▸ ✘ fail  check.1',
      '  ✘ fail  check.2  ●',
    ]);
  });

  it.each([0, 1, 499, 998, 999])(
    'of 1,000 rows keeps row %i in sight, and makes only what is seen',
    (cursor) => {
      const made: number[] = [];
      const row = (place: number) => {
        made.push(place);
        return { key: String(place), cells: ['', `check.${place}`, ''] };
      };
      const lines = table(1000, { cursor, row });
      expect(lines).toHaveLength(6);
      expect(lines.filter((line) => line.startsWith('▸'))).toEqual([`▸ check.${cursor}`]);
      expect(new Set(made).size).toBe(5);
    },
  );

  it('says why it is empty, without titles', () => {
    expect(table(0, { empty: 'no check passes the filter' })).toEqual(['no check passes the filter']);
  });

  it('has a note at the end of its titles where it has no edges', () => {
    expect(table(1, { note: '1/55' })[0]).toBe('  STATE   CHECK↑   Δ                1/55');
  });

  it.each([false, true])('looks the same drawn with ink-table or without: %s', (isSmall) => {
    expect(table(3, { cursor: 2, isSmall })).toEqual(table(3, { cursor: 2 }));
    expect(table(20, { cursor: 12, isSmall })).toEqual(table(20, { cursor: 12 }));
  });

  it('marks with ASCII where the terminal has nothing else', () => {
    expect(table(1, { environment: { CODEX_COCKPIT_ASCII: '1' } })[1]).toMatch(/^> /);
  });

  it('keeps its lines within the width, whatever a cell looks like', () => {
    const row = () => ({
      key: 'a',
      cells: ['✘ fail', 'check.with-a-very-long-name-that-is-cut-here', '●'],
      looks: [undefined, { dimColor: true }, undefined],
    });
    for (const line of table(1, { row })) expect(line.length).toBeLessThanOrEqual(40);
  });
});

describe('a table that is read aloud', () => {
  const environment = { INK_SCREEN_READER: 'true' };

  it('has a sentence for each row, without signs, and names a mark by its column', () => {
    expect(table(2, { environment, size: { rows: 9, columns: 40 } })).toEqual([
      'selected: state fail, check check.0, δ',
      'state fail, check check.1',
    ]);
  });

  it('has fewer rows, since a sentence may take several lines', () => {
    expect(table(50, { environment, size: { rows: 9, columns: 40 }, cursor: 30 })).toHaveLength(3);
    expect(table(50, { environment, size: { rows: 1, columns: 40 } })).toHaveLength(1);
  });
});
