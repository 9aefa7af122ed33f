import type { Command } from 'commander';
import { withCommonFlags, withExamples } from './command.ts';
import type { Host } from './host.ts';
import { printStatus } from './print-status.ts';

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command).action(async (_, command: Command) => {
    await printStatus(host, command.optsWithGlobals());
    finish(0);
  });
  withExamples(command, [
    ['codex-cockpit status', 'the rollout, its phases and the newest run'],
    ['codex-cockpit status --json', 'the same for a program'],
  ]);
}
