import type { Command } from 'commander';
import { verifyHistory } from '../../app/history/verify-history.ts';
import { isInOrder } from '../../domain/history/proof/proof.ts';
import { renderProofJson, renderProofText } from '../../report/history/proof.ts';
import { collect, withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { defineBundle } from './audit-bundle.ts';
import { defineCheckpoint } from './audit-checkpoint.ts';
import { defineExport } from './audit-export.ts';
import { defineKey } from './audit-key.ts';
import { defineLog } from './audit-log.ts';
import { defineProve, defineVerifyProof } from './audit-proof.ts';
import { defineAsOf, defineChanges, defineDecisions, defineReview } from './audit-questions.ts';
import { defineShow } from './audit-show.ts';

type VerifyFlags = CommonFlags & { checkpoint?: readonly string[]; key?: readonly string[] };

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const verify = command
    .command('verify')
    .description('prove that the history is intact and extends every checkpoint');
  withCommonFlags(verify)
    .option('--checkpoint <path>', 'a checkpoint kept elsewhere, or a folder; may be repeated', collect)
    .option('--key <key>', 'the public key to trust, or its file; may be repeated', collect)
    .action(async (_, command: Command) => finish(await verifyCommand(host, command.optsWithGlobals())));
  defineLog(command.command('log'), host, finish);
  defineShow(command.command('show'), host, finish);
  defineReview(command.command('review'), host, finish);
  defineAsOf(command.command('as-of'), host, finish);
  defineChanges(command.command('changes'), host, finish);
  defineDecisions(command.command('decisions'), host, finish);
  defineExport(command.command('export'), host, finish);
  defineBundle(command.command('bundle'), host, finish);
  defineCheckpoint(command.command('checkpoint'), host, finish);
  defineKey(command.command('key'), host, finish);
  defineProve(command.command('prove'), host, finish);
  defineVerifyProof(command.command('verify-proof'), host, finish);
  withExamples(command, [
    ['codex-cockpit audit log --who ada@example.com --kind phase --since 30d', 'who decided what, and when'],
    ['codex-cockpit audit log --text "sandbox deni*" --phase pilot', 'words, endings left open'],
    ['codex-cockpit audit show 12', 'who, when, on what evidence, under which pin'],
    ['codex-cockpit audit show 12 --raw 1 > output.txt', 'the bytes of its first text'],
    ['codex-cockpit audit review', 'what an auditor should look at, with the entries'],
    ['codex-cockpit audit as-of 2026-11-20', 'the rollout on that day, and who had which role'],
    ['codex-cockpit audit changes --from 2026-11-01 --to 7d', 'what differs between two moments'],
    ['codex-cockpit audit decisions --on-cli 0.139.0', 'what was decided on evidence of that CLI'],
    ['codex-cockpit audit export --format ocsf --follow --state siem.state', 'each entry once, for a SIEM'],
    ['codex-cockpit audit bundle --out acme.tar.gz', 'all of it for an auditor, with a verifier'],
    ['codex-cockpit audit verify', 'exit 0 when the history is whole, 1 with every fault named'],
    ['codex-cockpit audit verify --checkpoint /mnt/audit', 'the same, and it extends what was kept there'],
    ['codex-cockpit audit checkpoint --remember /mnt/audit/', 'sign, and keep every checkpoint there too'],
    ['codex-cockpit audit checkpoint --if-due', 'for cron: one a day, even when nothing happened'],
    ['codex-cockpit audit prove 12 --out entry-12.tlog-proof', 'show one entry without the database'],
  ]);
}

async function verifyCommand(host: Host, flags: VerifyFlags): Promise<number> {
  const { checkpoint = [], key = [] } = flags;
  const proof = await verifyHistory(host.world, flags, { checkpoints: checkpoint, keys: key });
  host.out(flags.json ? renderProofJson(proof) : renderProofText(proof));
  return isInOrder(proof) ? 0 : 1;
}
