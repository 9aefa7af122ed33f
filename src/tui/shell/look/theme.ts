import { createContext, useContext } from 'react';
import type { ArtifactStanding } from '../../../domain/artifacts/artifact-step.ts';
import type { Comparison } from '../../../domain/checks/runs/compare-runs.ts';
import type { SuiteVerdict, Verdict } from '../../../domain/checks/verdict.ts';
import type { PhaseState } from '../../../domain/rollout/derive-rollout.ts';
import type { ItemState } from '../../../domain/rollout/items/item-status.ts';
import { artifactLooks, comparisonLooks, stateLooks, verdictLooks } from '../../../report/base/looks.ts';
import { wantsAscii } from './ascii.ts';

/** How things look: a glyph and a word always stand beside a colour, which is left out under NO_COLOR. */
export type Theme = {
  verdict: (verdict: Verdict | SuiteVerdict) => { text: string; colour: { color?: string } };
  state: (state: ItemState | PhaseState) => { text: string; colour: { color?: string } };
  artifact: (standing: ArtifactStanding) => { text: string; colour: { color?: string } };
  comparison: (comparison: Comparison) => { text: string; colour: { color?: string } };
  accent: { color?: string };
  warning: { color?: string };
  marker: string;
  /** Says yes in a column whose title is the question. */
  dot: string;
  spinner: readonly string[];
  step: string;
  rule: string;
};

/** The theme that the environment asks for: `NO_COLOR` without colours, `CODEX_COCKPIT_ASCII` or a locale without UTF-8 without glyphs. */
export function chooseTheme(environment: Readonly<Record<string, string | undefined>>): Theme {
  const colours = !environment.NO_COLOR;
  const ascii = wantsAscii(environment);
  const coloured = (color: string) => (colours ? { color } : {});
  return {
    verdict: (verdict) => {
      const look = verdictLooks[verdict];
      return { text: `${ascii ? look.ascii : look.glyph} ${verdict}`, colour: coloured(look.colour) };
    },
    state: (state) => {
      const look = stateLooks[state];
      return { text: `${ascii ? look.ascii : look.glyph} ${state}`, colour: coloured(look.colour) };
    },
    artifact: (standing) => {
      const look = artifactLooks[standing];
      return { text: `${ascii ? look.ascii : look.glyph} ${standing}`, colour: coloured(look.colour) };
    },
    comparison: (comparison) => {
      const look = comparisonLooks[comparison];
      return { text: `${ascii ? look.ascii : look.glyph} ${comparison}`, colour: coloured(look.colour) };
    },
    accent: coloured('cyan'),
    warning: coloured('yellow'),
    marker: ascii ? '>' : '▸',
    dot: ascii ? '*' : '●',
    spinner: ascii ? ['|', '/', '-', '\\'] : ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
    step: ascii ? '->' : '→',
    rule: ascii ? '-' : '─',
  };
}

export const ThemeContext = createContext<Theme>(chooseTheme({}));

/** The theme of the running cockpit. */
export function useTheme(): Theme {
  return useContext(ThemeContext);
}
