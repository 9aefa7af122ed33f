import { renderToString, Text } from 'ink';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { Pane } from '../../../../src/tui/components/panes/pane.tsx';
import { layOutPanes, roomForRows } from '../../../../src/tui/components/panes/pane-layout.ts';
import { chooseTheme, ThemeContext } from '../../../../src/tui/shell/look/theme.ts';
import { hostile } from '../../../support/recorded-builders.ts';
import { controls } from '../../support.tsx';

describe('a list and the preview of its selected row', () => {
  it.each([
    [99, 30, 'below'],
    [100, 30, 'beside'],
    [200, 6, 'beside'],
    [80, 13, 'below'],
    [80, 12, 'none'],
    [60, 9, 'none'],
    [200, 5, 'none'],
  ])('of %i columns and %i rows: %s', (columns, rows, where) => {
    const { list, preview, isBeside } = layOutPanes({ rows, columns }, true);
    expect(preview ? (isBeside ? 'beside' : 'below') : 'none').toBe(where);
    if (isBeside) expect(list.columns + (preview?.columns ?? 0)).toBe(columns);
    else expect(list.rows + (preview?.rows ?? 0)).toBe(rows);
  });

  it.each([13, 20, 30, 60])(
    'leave the list most of %i rows, and the preview enough to say something',
    (rows) => {
      const { list, preview } = layOutPanes({ rows, columns: 80 }, true);
      expect(preview?.rows).toBeGreaterThanOrEqual(5);
      expect(list.rows).toBeGreaterThan(preview?.rows ?? 0);
    },
  );

  it('have no edges where there are too few lines for them', () => {
    const bare = layOutPanes({ rows: 5, columns: 80 }, true);
    expect([bare.isBare, roomForRows(bare)]).toEqual([true, { rows: 4, columns: 80 }]);
    const edged = layOutPanes({ rows: 6, columns: 80 }, false);
    expect([edged.isBare, roomForRows(edged)]).toEqual([false, { rows: 3, columns: 76 }]);
    expect(roomForRows(layOutPanes({ rows: 1, columns: 10 }, true)).rows).toBe(1);
  });

  it('have room for the list alone where nothing is said of a row', () => {
    expect(layOutPanes({ rows: 30, columns: 200 }, false)).toMatchObject({
      list: { rows: 30, columns: 200 },
      preview: undefined,
    });
  });
});

describe('a pane', () => {
  const draw = (title: string, { note = '', columns = 30, environment = {} } = {}) =>
    renderToString(
      <ThemeContext value={chooseTheme({ NO_COLOR: '1', ...environment })}>
        <Pane title={title} note={note} size={{ rows: 4, columns }}>
          <Text>inside</Text>
        </Pane>
      </ThemeContext>,
      { columns },
    ).split('\n');

  it('has its title in the upper edge and a note in the lower one', () => {
    expect(draw('Checks', { note: '1/55' })).toEqual([
      '╭─ Checks ───────────────────╮',
      '│ inside                     │',
      '│                            │',
      '╰───────────────────── 1/55 ─╯',
    ]);
  });

  it.each(['a title that is longer than the pane is wide', '日本語の長い題名日本語の長い題名', hostile])(
    'is as wide as it is, and one line, with the title %j',
    (title) => {
      const lines = draw(title, { note: title });
      expect(lines.map((line) => stringWidth(line))).toEqual([30, 30, 30, 30]);
      expect(lines.join('')).not.toMatch(controls);
    },
  );

  it.each([6, 7, 10])('of %i columns has its edges', (columns) => {
    const lines = draw('Checks', { columns });
    expect(lines[0]).toMatch(/^╭.*╮$/);
    expect(lines[3]).toMatch(/^╰.*╯$/);
    expect(lines.map((line) => stringWidth(line))).toEqual([columns, columns, columns, columns]);
  });

  it('is read aloud without edges', () => {
    const spoken = draw('Checks', { note: '1/55', environment: { INK_SCREEN_READER: 'true' } });
    expect(spoken).toEqual(['Checks, 1/55', 'inside']);
  });
});
