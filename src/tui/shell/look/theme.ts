import { createContext, useContext } from 'react';
import type { ArtifactStanding } from '../../../domain/artifacts/artifact-step.ts';
import type { Comparison } from '../../../domain/checks/runs/compare-runs.ts';
import type { SuiteVerdict, Verdict } from '../../../domain/checks/verdict.ts';
import type { PhaseState } from '../../../domain/rollout/derive-rollout.ts';
import type { ItemState } from '../../../domain/rollout/items/item-status.ts';
import type { RehearsalVerdict } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import type { Weight } from '../../../domain/upgrade/rehearsal/rules.ts';
import {
  artifactLooks,
  comparisonLooks,
  rehearsalLooks,
  stateLooks,
  verdictLooks,
  weightLooks,
} from '../../../report/base/looks.ts';
import { wantsAscii } from './ascii.ts';
import { chooseColours, type Environment, type Style } from './colours.ts';

/** How things look: a glyph and a word always stand beside a colour, which only repeats them. */
export type Theme = {
  verdict: (verdict: Verdict | SuiteVerdict) => { text: string; colour: Style };
  state: (state: ItemState | PhaseState) => { text: string; colour: Style };
  artifact: (standing: ArtifactStanding) => { text: string; colour: Style };
  comparison: (comparison: Comparison) => { text: string; colour: Style };
  /** Of a difference between two versions. */
  weight: (weight: Weight) => { text: string; colour: Style };
  /** Of a rehearsed upgrade. */
  rehearsal: (verdict: RehearsalVerdict) => { text: string; colour: Style };
  accent: Style;
  warning: Style;
  /** What matters less than the rest: titles of columns, edges, hints. */
  quiet: Style;
  marker: string;
  /** Says yes in a column whose title is the question. */
  dot: string;
  spinner: readonly string[];
  step: string;
  /** The screens are read aloud: sentences without edges, bars and anything that moves. */
  isSpoken: boolean;
};

/**
 * The theme that the environment asks for: colours by `CODEX_COCKPIT_THEME`, `NO_COLOR` or `COLORFGBG`, no glyphs with
 * `CODEX_COCKPIT_ASCII` or a locale without UTF-8.
 *
 * @throws UsageError for a theme that there is not
 */
export function chooseTheme(environment: Environment): Theme {
  const colours = chooseColours(environment);
  const ascii = wantsAscii(environment);
  return {
    verdict: (verdict) => {
      const look = verdictLooks[verdict];
      return { text: `${ascii ? look.ascii : look.glyph} ${verdict}`, colour: colours[look.colour] };
    },
    state: (state) => {
      const look = stateLooks[state];
      return { text: `${ascii ? look.ascii : look.glyph} ${state}`, colour: colours[look.colour] };
    },
    artifact: (standing) => {
      const look = artifactLooks[standing];
      return { text: `${ascii ? look.ascii : look.glyph} ${standing}`, colour: colours[look.colour] };
    },
    comparison: (comparison) => {
      const look = comparisonLooks[comparison];
      return { text: `${ascii ? look.ascii : look.glyph} ${comparison}`, colour: colours[look.colour] };
    },
    weight: (weight) => {
      const look = weightLooks[weight];
      return { text: `${ascii ? look.ascii : look.glyph} ${weight}`, colour: colours[look.colour] };
    },
    rehearsal: (verdict) => {
      const look = rehearsalLooks[verdict];
      return { text: `${ascii ? look.ascii : look.glyph} ${verdict}`, colour: colours[look.colour] };
    },
    accent: colours.cyan,
    warning: colours.yellow,
    quiet: colours.quiet,
    marker: ascii ? '>' : '▸',
    dot: ascii ? '*' : '●',
    spinner: ascii ? ['|', '/', '-', '\\'] : ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
    step: ascii ? '->' : '→',
    // The name and the value are those of Ink.
    isSpoken: environment.INK_SCREEN_READER === 'true',
  };
}

export const ThemeContext = createContext<Theme>(chooseTheme({}));

/** The theme of the running cockpit. */
export function useTheme(): Theme {
  return useContext(ThemeContext);
}
