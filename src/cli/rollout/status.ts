import { type Command, Option } from 'commander';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { Host } from '../program/host.ts';
import { printStatus, STATUS_FORMATS } from './print-status.ts';

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command)
    .addOption(new Option('--format <format>', 'how to print it').choices(STATUS_FORMATS).default('text'))
    .action(async (_, command: Command) => {
      finish(await printStatus(host, command.optsWithGlobals()));
    });
  withExamples(command, [
    ['codex-cockpit status', 'phase, gate, what went stale, who is awaited, the newest run'],
    ['codex-cockpit status --json', 'the same for a program'],
    ['codex-cockpit status --format html > status.html', 'one page to share, without scripts'],
  ]);
}
