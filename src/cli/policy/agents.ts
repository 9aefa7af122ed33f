import type { Command } from 'commander';
import { lintChain, readChain } from '../../app/policy/read-chain.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { chainFields, renderChain, renderChainLint } from '../../report/policy/agents.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type AgentsFlags = CommonFlags & { codex?: string };

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const chain = command
    .command('chain', { isDefault: true })
    .description('what the real CLI loads for a folder, in order, beside what lies on disk')
    .argument('[folder]', 'the folder (default: this one)');
  withCommonFlags(chain).action(async (folder: string | undefined, _, self: Command) => {
    const { codex, json } = self.optsWithGlobals<AgentsFlags>();
    const read = await readChain(host.world, { folder, codex, signal: host.interrupt });
    host.out(json ? jsonDocument('agents-chain', chainFields(read)) : renderChain(read, host.paint));
    finish(
      read.files.some(({ state }) => state === 'dropped' || state === 'cut' || state === 'empty') ? 1 : 0,
    );
  });

  const lint = command
    .command('lint')
    .description('what the instructions of a folder lack, and commands in them that do not exist')
    .argument('[folder]', 'the folder (default: this one)');
  withCommonFlags(lint).action(async (folder: string | undefined, _, self: Command) => {
    const { codex, json } = self.optsWithGlobals<AgentsFlags>();
    const linted = await lintChain(host.world, { folder, codex, signal: host.interrupt });
    host.out(
      json
        ? jsonDocument('agents-lint', { ...chainFields(linted.chain), findings: linted.findings })
        : renderChainLint(linted, host.paint),
    );
    finish(linted.findings.some(({ severity }) => severity === 'fail') ? 1 : 0);
  });

  withExamples(command, [
    ['codex-cockpit agents chain packages/app', 'overrides, shadowed files, and what the limit drops'],
    ['codex-cockpit agents lint', 'exit 1 without a verification rule, or with a command that is gone'],
  ]);
}
