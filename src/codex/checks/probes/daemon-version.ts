import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeDaemon } from '../../../domain/checks/judge/cli.ts';
import type { Probe } from '../probe.ts';

const controlFolder = 'app-server-control';

/** Asks the team's daemon through its socket, from a CODEX_HOME that is not theirs. */
export const daemonVersion: Probe<'daemon.version'> = async ({ codexRun, teamHome, home }) => {
  await symlink(join(teamHome, controlFolder), join(home, controlFolder));
  return judgeDaemon(await codexRun(['app-server', 'daemon', 'version']));
};
