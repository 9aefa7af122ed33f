import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { didYouMean } from '../../../domain/base/text/suggest.ts';
import type { verdictLooks } from '../../../report/base/looks.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** How a text of the terminal is written, as Ink's Text takes it. */
export type Style = { color?: string; bold?: boolean; dimColor?: boolean };

type Colours = Record<(typeof verdictLooks)[keyof typeof verdictLooks]['colour'] | 'quiet', Style>;

const none: Colours = {
  green: {},
  yellow: {},
  red: {},
  gray: {},
  cyan: {},
  magenta: {},
  quiet: {},
};

const dark: Colours = {
  green: { color: 'green' },
  yellow: { color: 'yellow' },
  red: { color: 'red' },
  gray: { color: 'gray' },
  cyan: { color: 'cyan' },
  magenta: { color: 'magenta' },
  quiet: { dimColor: true },
};

// Each has a contrast of at least 4.5 to 1 on white (WCAG 2.2, 1.4.3). Yellow has 1.1 there, and what terminals make of a
// dimmed text differs, so grey is named. They are colours of the 256, which no terminal replaces by others near them.
const light: Colours = {
  green: { color: 'ansi256(22)' },
  yellow: { color: 'ansi256(94)' },
  red: { color: 'ansi256(124)' },
  gray: { color: 'ansi256(240)' },
  cyan: { color: 'ansi256(24)' },
  magenta: { color: 'ansi256(90)' },
  quiet: { color: 'ansi256(240)' },
};

const highContrast: Colours = {
  green: { color: 'greenBright', bold: true },
  yellow: { color: 'yellowBright', bold: true },
  red: { color: 'redBright', bold: true },
  gray: {},
  cyan: { color: 'cyanBright', bold: true },
  magenta: { color: 'magentaBright', bold: true },
  quiet: {},
};

const themes = { dark, light, 'high-contrast': highContrast, none } satisfies Record<string, Colours>;

type ThemeName = keyof typeof themes;

/**
 * The colours that the environment asks for: those that are named, none under `NO_COLOR`, else those for the background
 * that the terminal tells in `COLORFGBG`.
 *
 * @throws UsageError for a theme that there is not
 */
export function chooseColours(environment: Environment): Colours {
  return themes[themeName(environment)];
}

/** The name of the theme; see `chooseColours`. */
export function themeName({ CODEX_COCKPIT_THEME: named, NO_COLOR, COLORFGBG }: Environment): ThemeName {
  // What is asked of this program alone counts more than what is asked of all (no-color.org).
  if (named) return readName(named);
  if (NO_COLOR) return 'none';
  return hasLightBackground(COLORFGBG) ? 'light' : 'dark';
}

function readName(named: string): ThemeName {
  const names = Object.keys(themes);
  const isName = (name: string): name is ThemeName => names.includes(name);
  if (isName(named)) return named;
  throw new UsageError(
    `CODEX_COCKPIT_THEME: there is no theme "${cleanLine(named)}"${didYouMean(named, names)}`,
    `Use one of ${names.join(', ')}.`,
  );
}

/** Whether a terminal tells of a light background: the last number of `COLORFGBG` is one of its 16 colours. */
function hasLightBackground(told: string | undefined): boolean {
  const background = Number(/(?:^|;)(\d{1,2})$/.exec(told ?? '')?.[1] ?? 0);
  // 8 is dark grey (Vim takes it the same way, ":help 'background'").
  return background === 7 || (background > 8 && background < 16);
}
