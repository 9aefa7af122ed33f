import { verifyHistory } from '../../app/history/verify-history.ts';
import { isInOrder } from '../../domain/history/proof/proof.ts';
import { renderProof, renderProofJson } from '../../report/history/proof.ts';
import { repeatedFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';
import { bundle } from './audit-bundle.ts';
import { checkpoint } from './audit-checkpoint.ts';
import { exporting } from './audit-export.ts';
import { key } from './audit-key.ts';
import { log } from './audit-log.ts';
import { keyFlag, prove, verifyProof } from './audit-proof.ts';
import { asOf, changes, decisions, review } from './audit-questions.ts';
import { show } from './audit-show.ts';

const verify = subcommand({
  name: 'verify',
  summary: 'prove that the history is intact and extends every checkpoint',
  flags: {
    checkpoints: repeatedFlag(
      '--checkpoint <path>',
      'a checkpoint kept elsewhere, or a folder; may be repeated',
    ),
    keys: keyFlag,
  },
  run: ({ checkpoints, keys, ...given }, { world }) => verifyHistory(world, given, { checkpoints, keys }),
  text: renderProof,
  json: renderProofJson,
  exit: (proof) => (isInOrder(proof) ? 0 : 1),
});

export const define = group({
  subcommands: [
    ...[verify, log, show, review, asOf, changes, decisions],
    ...[exporting, bundle, checkpoint, key, prove, verifyProof],
  ],
  examples: [
    ['codex-cockpit audit log --who ada@example.com --kind phase --since 30d', 'who decided what, and when'],
    [
      'codex-cockpit audit log --text "sandbox deni*" --phase pilot',
      'a search for words and beginnings of words',
    ],
    ['codex-cockpit audit show 12', 'who, when, on what evidence, under which pin'],
    ['codex-cockpit audit show 12 --raw 1 > output.txt', 'the bytes of its first text'],
    ['codex-cockpit audit review', 'what an auditor should look at, with the entries'],
    ['codex-cockpit audit as-of 2026-11-20', 'the rollout on that day, and who had which role'],
    ['codex-cockpit audit changes --from 2026-11-01 --to 7d', 'what differs between two moments'],
    ['codex-cockpit audit decisions --on-cli 0.139.0', 'what was decided on evidence of that CLI'],
    ['codex-cockpit audit export --format ocsf --follow --state siem.state', 'each entry once, for a SIEM'],
    ['codex-cockpit audit bundle --out acme.tar.gz', 'everything for an auditor, with a verifier'],
    ['codex-cockpit audit verify', 'exit 0 when the history is whole, 1 with every fault named'],
    ['codex-cockpit audit verify --checkpoint /mnt/audit', 'also that it extends the checkpoints kept there'],
    ['codex-cockpit audit checkpoint --remember /mnt/audit/', 'sign, and keep every checkpoint there too'],
    ['codex-cockpit audit checkpoint --if-due', 'for cron: one a day, even when nothing happened'],
    ['codex-cockpit audit prove 12 --out entry-12.tlog-proof', 'show one entry without the database'],
  ],
});
