import type { Command } from 'commander';
import { compareBaselines, requireBaseline, writeBaseline } from '../../app/upgrade/baselines.ts';
import { renderDifferencesJson, renderDifferencesText } from '../../report/base/differences.ts';
import { renderBaselineJson, renderBaselineText } from '../../report/upgrade/baseline.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const record = command.command('record').description('write down what a CLI is, from its own answers');
  withCommonFlags(record)
    .option('--codex <path>', 'the CLI to record (default: the first codex on PATH)')
    .option('--output <file>', 'where to write (default: data/baselines/<version>.json)')
    .action(async (_, self: Command) => finish(await recordCommand(host, self.optsWithGlobals())));
  const show = command.command('show').description('what is known of a version').argument('<version>');
  withCommonFlags(show).action(async (version: string, _, self: Command) =>
    finish(await showCommand(host, version, self.optsWithGlobals())),
  );
  const diff = command
    .command('diff')
    .description('what changed between two versions')
    .argument('<from>')
    .argument('<to>');
  withCommonFlags(diff).action(async (from: string, to: string, _, self: Command) =>
    finish(await diffCommand(host, { from, to }, self.optsWithGlobals())),
  );
  withExamples(command, [
    ['codex-cockpit baseline record --codex ./candidate/codex', 'record a candidate'],
    ['codex-cockpit baseline show 0.139.0', 'its features, methods, models and commands, counted'],
    [
      'codex-cockpit baseline diff 0.139.0 0.169.0',
      'what an upgrade takes away, then what it adds; exit 1 when it breaks something',
    ],
  ]);
}

async function recordCommand(
  host: Host,
  flags: CommonFlags & { codex?: string; output?: string },
): Promise<number> {
  if (!flags.quiet) host.talk('Asking the CLI about itself; this takes some seconds…\n');
  const { baseline, path } = await writeBaseline(host.world, { ...flags, signal: host.interrupt });
  host.out(flags.json ? renderBaselineJson(baseline, path) : `Recorded ${baseline.cli} in ${path}\n`);
  return 0;
}

async function showCommand(host: Host, version: string, flags: CommonFlags): Promise<number> {
  const baseline = await requireBaseline(host.world, version);
  host.out(flags.json ? renderBaselineJson(baseline) : renderBaselineText(baseline));
  return 0;
}

async function diffCommand(
  host: Host,
  versions: { from: string; to: string },
  flags: CommonFlags,
): Promise<number> {
  const differences = await compareBaselines(host.world, versions.from, versions.to);
  host.out(
    flags.json ? renderDifferencesJson(versions, differences) : renderDifferencesText(versions, differences),
  );
  return differences.some(({ breaking }) => breaking) ? 1 : 0;
}
