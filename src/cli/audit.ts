import type { Command } from 'commander';
import { verifyHistory } from '../app/verify-history.ts';
import { renderProofJson, renderProofText } from '../report/proof.ts';
import { withCommonFlags, withExamples } from './command.ts';
import type { CommonFlags, Host } from './host.ts';

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const verify = command.command('verify').description('walk the chain of entries and hash every blob again');
  withCommonFlags(verify).action(async (_, command: Command) =>
    finish(await verifyCommand(host, command.optsWithGlobals())),
  );
  withExamples(command, [
    ['codex-cockpit audit verify', 'exit 0 when the history is whole, 1 with the first fault'],
  ]);
}

async function verifyCommand(host: Host, flags: CommonFlags): Promise<number> {
  const proof = await verifyHistory(host.world, flags);
  host.out(flags.json ? renderProofJson(proof) : renderProofText(proof));
  return proof.whole ? 0 : 1;
}
