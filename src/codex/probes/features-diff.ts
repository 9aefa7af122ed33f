import { judgeFeatures } from '../../domain/checks/judge/features-diff.ts';
import type { Probe } from '../probe.ts';
import { readTeamConfigs } from '../team-config.ts';

/** Asks in an empty CODEX_HOME: the third column is the effective state, and the default is wanted. */
export const featuresDiff: Probe<'features.diff'> = async ({ codexRun, baselineOf, teamHome, pin }) => {
  const files = await readTeamConfigs(teamHome);
  return judgeFeatures({
    listed: await codexRun(['features', 'list']),
    baseline: (await baselineOf(pin))?.features ?? undefined,
    pin,
    setByTeam: [...new Set(files.flatMap(({ config }) => Object.keys(config?.features ?? {})))],
  });
};
