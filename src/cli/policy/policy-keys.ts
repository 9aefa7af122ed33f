import type { Command } from 'commander';
import { exactVersion } from '../../app/rollout/start-rollout.ts';
import { keyChanges } from '../../domain/policy/key-changes.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import { renderKeyChanges, renderKeyChangesJson } from '../../report/policy/key-changes.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type KeysFlags = CommonFlags & { from: string; to: string };

/** `policy keys` */
export function definePolicyKeys(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const keys = command
    .command('keys')
    .description('keys of config.toml and requirements.toml that are new or retired in another version')
    .option('--from <version>', 'the version before', DEFAULT_PIN)
    .requiredOption('--to <version>', 'the version after');
  withCommonFlags(keys).action((_, self: Command) => {
    const flags = self.optsWithGlobals<KeysFlags>();
    const versions = { from: exactVersion(flags.from), to: exactVersion(flags.to) };
    const files = keyChanges(versions);
    host.out(flags.json ? renderKeyChangesJson(files, versions) : renderKeyChanges(files, versions));
    finish(0);
  });
  withExamples(keys, [
    ['codex-cockpit policy keys --to 0.160.0', 'what a file may say then, and no longer, by the tried keys'],
  ]);
}
