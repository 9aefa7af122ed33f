import type { Command } from 'commander';
import { checkConfig } from '../../app/policy/check-config.ts';
import { isSound } from '../../domain/policy/config/config-check.ts';
import { renderConfigCheck, renderConfigCheckJson } from '../../report/policy/config-check.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type ConfigFlags = CommonFlags & { codex?: string; profile?: string };

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const check = command
    .command('check', { isDefault: true })
    .description('what holds in a folder, from which layer, and a strict verdict for each file')
    .argument('[folder]', 'the folder (default: this one)')
    .option('--profile <name>', 'the profile file for codex exec; an app-server takes none')
    .option('--codex <path>', 'the CLI to ask (default: the first codex on PATH)');
  withCommonFlags(check).action(async (folder: string | undefined, _, self: Command) => {
    const { codex, profile, json } = self.optsWithGlobals<ConfigFlags>();
    const checked = await checkConfig(host.world, { folder, codex, profile, signal: host.interrupt });
    host.out(json ? renderConfigCheckJson(checked) : renderConfigCheck(checked, host.paint));
    finish(isSound(checked) ? 0 : 1);
  });
  withExamples(command, [
    [
      'codex-cockpit config check',
      'exit 1 when a file is refused, a key in it is ignored, or a rules file is broken',
    ],
    [
      'codex-cockpit config check services/api --json',
      'with the .codex folders on the way to it, for programs',
    ],
    ['codex-cockpit config check --profile ci', 'what codex exec --profile ci really gets'],
    ['codex-cockpit config check --codex ./candidate/codex', 'what a candidate makes of it'],
  ]);
}
