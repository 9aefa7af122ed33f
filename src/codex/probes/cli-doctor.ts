import { hasDoctor, judgeDoctor } from '../../domain/checks/judge/cli-doctor.ts';
import type { Probe } from '../probe.ts';
import { copyTeamHome } from '../scratch.ts';

export const cliDoctor: Probe<'cli.doctor'> = async ({ codexRun, teamHome, home }) => {
  await copyTeamHome(teamHome, home, ['config.toml']);
  const help = await codexRun(['help', 'doctor']);
  return judgeDoctor(help, hasDoctor(help) ? await codexRun(['doctor', '--json']) : undefined);
};
