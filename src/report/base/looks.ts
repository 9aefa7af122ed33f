import type { ArtifactStanding } from '../../domain/artifacts/artifact-step.ts';
import type { Comparison } from '../../domain/checks/runs/compare-runs.ts';
import type { Verdict } from '../../domain/checks/verdict.ts';
import type { PhaseState } from '../../domain/rollout/derive-rollout.ts';
import type { ItemState } from '../../domain/rollout/items/item-status.ts';
import type { RehearsalVerdict } from '../../domain/upgrade/rehearsal/rehearsal.ts';
import type { Weight } from '../../domain/upgrade/rehearsal/rules.ts';

/** How a word is shown: with a glyph, or a sign where there is only ASCII, and in a colour that only repeats it. */
type Look = {
  glyph: string;
  ascii: string;
  colour: 'green' | 'yellow' | 'red' | 'gray' | 'cyan' | 'magenta';
};

export const verdictLooks: Record<Verdict, Look> = {
  pass: { glyph: '✔', ascii: '+', colour: 'green' },
  warn: { glyph: '▲', ascii: '!', colour: 'yellow' },
  fail: { glyph: '✘', ascii: 'x', colour: 'red' },
  skip: { glyph: '○', ascii: 'o', colour: 'gray' },
  manual: { glyph: '☞', ascii: '?', colour: 'cyan' },
  error: { glyph: '!', ascii: 'E', colour: 'magenta' },
};

export const stateLooks: Record<ItemState | PhaseState, Look> = {
  satisfied: { glyph: '✔', ascii: '+', colour: 'green' },
  passed: { glyph: '✔', ascii: '+', colour: 'green' },
  waived: { glyph: '◇', ascii: '~', colour: 'cyan' },
  'not applicable': { glyph: '–', ascii: '-', colour: 'gray' },
  ahead: { glyph: '○', ascii: 'o', colour: 'gray' },
  open: { glyph: '○', ascii: 'o', colour: 'yellow' },
  current: { glyph: '▶', ascii: '>', colour: 'yellow' },
  stale: { glyph: '▲', ascii: '!', colour: 'yellow' },
  drifted: { glyph: '▲', ascii: '!', colour: 'yellow' },
  failing: { glyph: '✘', ascii: 'x', colour: 'red' },
};

export const artifactLooks: Record<ArtifactStanding, Look> = {
  'not begun': { glyph: '○', ascii: 'o', colour: 'gray' },
  draft: { glyph: '✎', ascii: '/', colour: 'yellow' },
  'in review': { glyph: '●', ascii: '*', colour: 'cyan' },
  'review due': { glyph: '▲', ascii: '!', colour: 'yellow' },
  approved: { glyph: '✔', ascii: '+', colour: 'green' },
};

export const comparisonLooks: Record<Comparison, Look> = {
  worse: { glyph: '✘', ascii: 'x', colour: 'red' },
  unknown: { glyph: '!', ascii: 'E', colour: 'magenta' },
  'only on the pin': { glyph: '○', ascii: 'o', colour: 'yellow' },
  'only on the candidate': { glyph: '○', ascii: 'o', colour: 'yellow' },
  different: { glyph: '▲', ascii: '!', colour: 'yellow' },
  better: { glyph: '✔', ascii: '+', colour: 'green' },
  same: { glyph: '–', ascii: '-', colour: 'gray' },
};

export const weightLooks: Record<Weight, Look> = {
  blocker: { glyph: '✘', ascii: 'x', colour: 'red' },
  warning: { glyph: '▲', ascii: '!', colour: 'yellow' },
  note: { glyph: '·', ascii: '-', colour: 'gray' },
};

export const rehearsalLooks: Record<RehearsalVerdict, Look> = {
  blocked: weightLooks.blocker,
  incomplete: { glyph: '!', ascii: 'E', colour: 'magenta' },
  warnings: weightLooks.warning,
  clear: { glyph: '✔', ascii: '+', colour: 'green' },
};
