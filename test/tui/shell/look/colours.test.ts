import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chooseColours, themeName } from '../../../../src/tui/shell/look/colours.ts';

describe('the theme', () => {
  it.each([
    [{}, 'dark'],
    [{ COLORFGBG: '15;0' }, 'dark'],
    [{ COLORFGBG: '0;15' }, 'light'],
    [{ COLORFGBG: '0;default;15' }, 'light'],
    [{ COLORFGBG: '0;7' }, 'light'],
    [{ COLORFGBG: '15;8' }, 'dark'],
    [{ COLORFGBG: '12;default' }, 'dark'],
    [{ COLORFGBG: 'nonsense' }, 'dark'],
    [{ NO_COLOR: '1' }, 'none'],
    [{ NO_COLOR: '1', COLORFGBG: '0;15' }, 'none'],
    // An empty one is none (no-color.org).
    [{ NO_COLOR: '' }, 'dark'],
    [{ CODEX_COCKPIT_THEME: 'light', NO_COLOR: '1' }, 'light'],
    [{ CODEX_COCKPIT_THEME: 'dark', COLORFGBG: '0;15' }, 'dark'],
    [{ CODEX_COCKPIT_THEME: 'high-contrast' }, 'high-contrast'],
    [{ CODEX_COCKPIT_THEME: '' }, 'dark'],
  ])('of %j is %s', (environment, name) => {
    expect(themeName(environment)).toBe(name);
  });

  it('is refused when there is none of that name, with those that there are', () => {
    expect(() => themeName({ CODEX_COCKPIT_THEME: 'ligth' })).toThrow(/no theme "ligth".*light/);
    expect(() => themeName({ CODEX_COCKPIT_THEME: '\u001b[31mred' })).toThrow('no theme "red"');
  });

  it('for a light background is readable on white, colour by colour, and dims nothing', () => {
    const colours = Object.values(chooseColours({ CODEX_COCKPIT_THEME: 'light' }));
    expect(colours.map(({ color = '' }) => contrastOnWhite(color)).filter((one) => !(one >= 4.5))).toEqual(
      [],
    );
    expect(colours.filter(({ dimColor }) => dimColor)).toEqual([]);
  });

  it('of high contrast dims nothing, and without colours there is none', () => {
    expect(Object.values(chooseColours({ CODEX_COCKPIT_THEME: 'high-contrast' }))).not.toContainEqual(
      expect.objectContaining({ dimColor: true }),
    );
    expect(Object.values(chooseColours({ NO_COLOR: '1' }))).toEqual(Array(7).fill({}));
  });
});

describe('a screen', () => {
  it('takes every colour from the theme, so that each can be read on every background', () => {
    const files = globSync('src/tui/**/*.{ts,tsx}').filter((path) => !path.includes('/look/'));
    expect(files.length).toBeGreaterThan(50);
    const own = files.filter((path) =>
      /dimColor(?![?:.])|[cC]olor=["']|color: '/.test(readFileSync(path, 'utf8')),
    );
    expect(own.filter((path) => !path.endsWith('panes/pane.tsx'))).toEqual([]);
  });
});

/** The contrast of one of the 256 colours of a terminal (`ansi256(16)` to `ansi256(255)`) on white, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
function contrastOnWhite(colour: string): number {
  const number = Number(/^ansi256\((\d+)\)$/.exec(colour)?.[1]);
  const cube = number - 16;
  const levels = [0, 95, 135, 175, 215, 255];
  const grey = 8 + (number - 232) * 10;
  const parts =
    number >= 232
      ? [grey, grey, grey]
      : [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) => levels[step] ?? Number.NaN);
  const [r = 1, g = 1, b = 1] = parts.map((part) => {
    const light = part / 255;
    return light <= 0.04045 ? light / 12.92 : ((light + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}
