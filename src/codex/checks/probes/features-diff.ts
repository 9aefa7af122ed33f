import { judgeFeatures } from '../../../domain/checks/judge/cli.ts';
import { readAllConfigs } from '../../config/team-config.ts';
import type { Probe } from '../probe.ts';

/** Asks in an empty CODEX_HOME: the third column is the effective state, and the default is wanted. */
export const featuresDiff: Probe<'features.diff'> = async ({
  codexRun,
  baselineOf,
  teamHome,
  project,
  pin,
}) => {
  const files = await readAllConfigs({ home: teamHome, project });
  return judgeFeatures({
    listed: await codexRun(['features', 'list']),
    baseline: (await baselineOf(pin))?.features ?? undefined,
    pin,
    setByTeam: [...new Set(files.flatMap(({ config }) => Object.keys(config?.features ?? {})))],
  });
};
