import { exited, type Outcome } from '../../../base/outcome.ts';
import type { Features } from '../../../upgrade/baseline/baseline.ts';
import { type Difference, diffFeatures } from '../../../upgrade/baseline/diff.ts';
import { parseFeatures } from '../../../upgrade/baseline/parse-features.ts';
import { error, fail, type Judgement, pass, skip, warn } from '../../judgement.ts';

/** What is known of the features of the pin, the CLI under test and the team. */
export type FeatureTrial = {
  /** `codex features list` in an empty CODEX_HOME. */
  listed: Outcome;
  /** The features recorded of the pin; undefined when no baseline was recorded. */
  baseline: Features | undefined;
  pin: string;
  /** Names that the team's configuration sets under `[features]`. */
  setByTeam: readonly string[];
};

/**
 * Fails when a feature that the team sets is gone: the CLI ignores an unknown name without a word.
 * Warns when a default flipped or a feature that was on went away (docs/codex-facts.md, "Features list").
 */
export function judgeFeatures({ listed, baseline, pin, setByTeam }: FeatureTrial): Judgement {
  if (!exited(listed)) return error({ summary: 'codex features list did not answer' });
  const features = parseFeatures(listed.stdout);
  if (!features) return error({ summary: 'codex features list printed something else than its table' });
  const gone = setByTeam.filter((name) => features[name] === undefined || features[name].stage === 'removed');
  if (gone.length > 0) {
    // What flipped besides is not hidden behind the worse news.
    const others = baseline ? diffFeatures(baseline, features).filter(({ breaking }) => breaking) : [];
    const changed = others.map(({ text }) => text).filter((text) => !gone.includes(text.split(' ')[0] ?? ''));
    return fail({
      summary: `the configuration sets features that this CLI does not have: ${gone.join(', ')}`,
      expected: 'every feature under [features] exists',
      actual: [`unknown or removed: ${gone.join(', ')}`, ...changed].join('; '),
      remedy: 'Take them out of [features]; the CLI ignores them without a word.',
    });
  }
  if (!baseline) return skip(`no baseline of ${pin} was recorded, so there is nothing to compare with`);
  return judgeDifferences(diffFeatures(baseline, features), `the features of ${pin}`);
}

/** Passes without differences, warns of breaking ones, and tells how many others there are. */
export function judgeDifferences(differences: readonly Difference[], expected: string): Judgement {
  const breaking = differences.filter((one) => one.breaking);
  if (differences.length === 0) return pass(`the same as ${expected}`);
  if (breaking.length === 0)
    return pass(`everything of ${expected} is there; ${differences.length} additions or changes`);
  return warn({
    summary: `${breaking.length} breaking differences from ${expected}`,
    expected,
    actual: breaking.map(({ text }) => text).join('; '),
    remedy: 'Read each difference with the teams that rely on it before the pin moves.',
  });
}
