import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { describeEnd, errorText, exited, type Outcome } from '../../../domain/base/outcome.ts';
import { isTable } from '../../../domain/base/shape/check-shape.ts';
import type { Features } from '../../../domain/upgrade/baseline/baseline.ts';
import { parseFeatures } from '../../../domain/upgrade/baseline/parse-answers.ts';
import type { Gap } from '../../../domain/upgrade/rehearsal/observation.ts';
import { featureFacts, type SetFeature } from '../../../domain/upgrade/rehearsal/surface/features.ts';
import { copyTeamConfig } from '../../config/team-copy.ts';
import type { Observer, ObserverContext } from '../observer.ts';
import { findTeamFiles, type TeamFile } from '../team/team-files.ts';

/** Features: what they are by default, which are on for the team, and what becomes of those that the team sets. */
export const observeFeatures: Observer = {
  name: 'features',
  areas: ['features'],
  observe: async (context) => {
    const defaults = readList(await list(context));
    if ('refused' in defaults) return [{ area: 'features', facts: [], gaps: [], errors: [defaults.refused] }];
    const gaps: Gap[] = [];
    const errors: string[] = [];
    const set: (SetFeature & { listed: Features })[] = [];
    for (const file of await findTeamFiles(context.team)) {
      const ofFile = featuresOf(file);
      if (ofFile.length === 0) continue;
      const listed = await listWith(context, ofFile);
      if ('refused' in listed) errors.push(`the features of ${file.shown}: ${listed.refused}`);
      else set.push(...ofFile.map((one) => ({ ...one, listed: listed.features })));
    }
    await copyTeamConfig(context.team.home, context.home);
    const inEffect = readList(await list(context));
    if ('refused' in inEffect)
      gaps.push({
        what: 'features under config.toml of the team',
        reason: context.tidy(inEffect.refused),
        where: 'config.toml',
      });
    const facts = featureFacts(defaults.features, {
      inEffect: 'refused' in inEffect ? undefined : inEffect.features,
      set,
    });
    return [{ area: 'features', facts, gaps, errors }];
  },
};

function list({ codex, run }: ObserverContext): Promise<Outcome> {
  return run([codex, 'features', 'list']);
}

function readList(outcome: Outcome): { features: Features } | { refused: string } {
  if (!exited(outcome)) {
    const [line = ''] = errorText(outcome).split('\n');
    return { refused: `codex features list: ${line === '' ? describeEnd(outcome.end) : line}` };
  }
  const features = parseFeatures(outcome.stdout);
  return features ? { features } : { refused: 'codex features list prints no list of features' };
}

/** The list with these features alone in the configuration. */
async function listWith(
  context: ObserverContext,
  set: readonly SetFeature[],
): Promise<ReturnType<typeof readList>> {
  const path = join(context.home, 'config.toml');
  const features = Object.fromEntries(set.map(({ name, value }) => [name, value]));
  await writeFile(path, stringify({ features }), { mode: 0o600 });
  try {
    return readList(await list(context));
  } finally {
    await rm(path);
  }
}

function featuresOf({ shown, toml }: TeamFile): readonly SetFeature[] {
  const features = toml?.data.features;
  if (!toml || !isTable(features)) return [];
  return Object.entries(features).flatMap(([name, value]) =>
    typeof value === 'boolean'
      ? [{ name, value, file: shown, line: toml.keyPlace(['features', name]).line }]
      : [],
  );
}
