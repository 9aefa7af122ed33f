import { judgeProfileFiles } from '../../../domain/checks/judge/config.ts';
import { readTeamConfigs } from '../../config/team-config.ts';
import type { Probe } from '../probe.ts';

export const configProfileFiles: Probe<'config.profile-files'> = async ({ teamHome }, { profiles }) => {
  const files = await readTeamConfigs(teamHome);
  const main = files.find(({ name }) => name === 'config.toml');
  return judgeProfileFiles({
    named: profiles,
    files: files.flatMap((file) => file.profile ?? []),
    legacy: Object.keys(main?.config?.profiles ?? {}),
  });
};
