import type { Area } from './area.ts';
import type { RatedArea, RatedDifference } from './rate.ts';
import { type RuleOverride, WEIGHTS, type Weight } from './rules.ts';

/** One of the two CLIs of a rehearsal, named by its bytes. */
export type RehearsedCli = {
  version: string;
  path: string;
  /** SHA-256 of the native program. */
  sha256: string;
};

/**
 * Files and folders of the team that could not be searched: what they use is unknown, so that a difference may concern
 * the team and be told as a note. `files` has the first of all `total`.
 */
export type Unsearched = { files: readonly { file: string; reason: string }[]; total: number };

/** Names of files that are recorded. */
const mostNamed = 20;

/** What is recorded of the files that could not be searched. */
export function boundUnsearched(files: Unsearched['files']): Unsearched {
  return { files: files.slice(0, mostNamed), total: files.length };
}

/** A rehearsed upgrade, or way back: what was seen of both CLIs on the configuration of the team, compared and rated. */
export type Rehearsal = {
  id: string;
  at: string;
  pin: RehearsedCli;
  candidate: RehearsedCli;
  /** SHA-256 over everything of the team's that was copied: an approval asks for the same again. */
  inputs: string;
  /** The folders that sessions were started in, relative to the project. */
  folders: readonly string[];
  /** The folders that were searched for lines that use the CLI. */
  searched: readonly string[];
  /** What could not be searched in them; undefined where it was not recorded. */
  unsearched: Unsearched | undefined;
  rules: { version: number; digest: string; overrides: readonly RuleOverride[] };
  /** Areas whose rules were not written for this candidate. */
  areasWithoutRules: readonly Area[];
  areas: readonly RatedArea[];
  /** The ids of the recorded runs of the suite on each of them; undefined when it was not run. */
  runs: { pin: string; candidate: string } | undefined;
  durationMs: number;
};

/** What a rehearsal comes to. `incomplete`: something could not be compared, so that nothing can be said about it. */
export type RehearsalVerdict = 'blocked' | 'incomplete' | 'warnings' | 'clear';

export function judgeRehearsal({ areas }: Pick<Rehearsal, 'areas'>): RehearsalVerdict {
  const counts = countWeights({ areas });
  if (counts.blocker > 0) return 'blocked';
  if (areas.some(({ errors }) => errors.length > 0)) return 'incomplete';
  return counts.warning > 0 ? 'warnings' : 'clear';
}

/** The number of differences of each weight. */
export function countWeights({ areas }: Pick<Rehearsal, 'areas'>): Readonly<Record<Weight, number>> {
  const all = differencesOf({ areas });
  return Object.fromEntries(
    WEIGHTS.map((weight) => [weight, all.filter((one) => one.weight === weight).length]),
  ) as Record<Weight, number>;
}

/** All differences, the heaviest first, in the order of the areas. */
export function differencesOf({ areas }: Pick<Rehearsal, 'areas'>): readonly RatedDifference[] {
  return areas
    .flatMap(({ differences }) => differences)
    .sort((one, other) => WEIGHTS.indexOf(one.weight) - WEIGHTS.indexOf(other.weight));
}
