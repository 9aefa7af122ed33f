import { hasPluginJson, judgeInventory } from '../../domain/checks/judge/plugins-inventory.ts';
import type { Probe } from '../probe.ts';
import { copyTeamHome } from '../scratch.ts';

export const pluginsInventory: Probe<'plugins.inventory'> = async ({ codexRun, teamHome, home }) => {
  // `help` and not `--help`: an old CLI takes an unknown word for a prompt (facts/codex-upgrade-checks.md R10).
  const help = await codexRun(['help', 'plugin', 'list']);
  if (!hasPluginJson(help)) return judgeInventory({ help });
  await copyTeamHome(teamHome, home, [
    'config.toml',
    'plugins',
    '.tmp/marketplaces',
    '.tmp/plugins',
    '.tmp/plugins.sha',
  ]);
  const [plugins, marketplaces] = await Promise.all([
    codexRun(['plugin', 'list', '--available', '--json']),
    codexRun(['plugin', 'marketplace', 'list', '--json']),
  ]);
  return judgeInventory({ help, plugins, marketplaces });
};
