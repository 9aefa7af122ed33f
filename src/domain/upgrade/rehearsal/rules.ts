import type { Area } from './area.ts';
import type { Change } from './compare.ts';

/** How much a difference weighs, the heaviest first. */
export const WEIGHTS = ['blocker', 'warning', 'note'] as const;

export type Weight = (typeof WEIGHTS)[number];

/** What a kind of difference weighs when it concerns the team. */
export type Rule = {
  id: string;
  area: Area;
  changes: readonly Change[];
  /** Only differences with such a key, and such values on the pin and on the candidate. */
  key?: RegExp;
  pin?: RegExp;
  candidate?: RegExp;
  weight: Weight;
  why: string;
  remedy: string;
};

/** A team's own weight for a rule. */
export type RuleOverride = { rule: string; weight: Weight; reason: string };

/** The rules by which differences are rated, and where they came from. */
export type RuleTable = {
  version: number;
  /** SHA-256 over the texts of all files that it was read from; stored with every verdict. */
  digest: string;
  /** The candidate versions that the rules of an area were written for, as semver ranges. */
  written: Partial<Readonly<Record<Area, string>>>;
  rules: readonly Rule[];
  overrides: readonly RuleOverride[];
};
