import { join, resolve } from 'node:path';
import { judgeStrictConfig } from '../../domain/checks/judge/config-strict.ts';
import { skip } from '../../domain/checks/judgement.ts';
import { copyRegularFile } from '../copy-tree.ts';
import type { Probe } from '../probe.ts';

/** Validates a copy: an app-server on the real home would migrate its databases and upgrade its plugins. */
export const configStrict: Probe<'config.strict'> = async (
  { codexRun, teamHome, home, project },
  { config },
) => {
  const file = config === undefined ? join(teamHome, 'config.toml') : resolve(project, config);
  if (!copyRegularFile(file, join(home, 'config.toml')))
    return skip(`there is no configuration to validate: ${file} is not there`);
  return judgeStrictConfig(await codexRun(['app-server', '--strict-config', '--disable', 'plugins']), file);
};
