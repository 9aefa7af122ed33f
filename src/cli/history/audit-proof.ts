import type { Command } from 'commander';
import { writeNewFile } from '../../app/files/write-new-file.ts';
import { checkEntryProof } from '../../app/history/check-entry-proof.ts';
import { proveEntry } from '../../app/history/prove-entry.ts';
import { databasePath } from '../../app/world/database-path.ts';
import { requireDatabase } from '../../app/world/require-database.ts';
import { openHistory } from '../../app/world/session.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { formatEntryProof } from '../../domain/history/proof/entry-proof.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderEntryProofJson, renderEntryProofText } from '../../report/history/entry-proof.ts';
import { collect, entryNumber, withCommonFlags } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

/** `audit prove SEQ`: shows that one entry is in the history. */
export function defineProve(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command.description('prove that an entry is in the history, for somebody without it'))
    .argument('<seq>', 'number of the entry', entryNumber)
    .option('--out <file>', 'write the proof there instead of printing it')
    .action(async (seq: number, _, command: Command) =>
      finish(await prove(host, seq, command.optsWithGlobals())),
    );
}

/** `audit verify-proof FILE`: checks such a proof, anywhere. */
export function defineVerifyProof(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command.description('check a proof that audit prove made; needs no database'))
    .argument('<file>', 'the proof')
    .option('--key <key>', 'the public key to trust, or its file; may be repeated', collect)
    .action(async (file: string, _, command: Command) =>
      finish(await verifyProof(host, file, command.optsWithGlobals())),
    );
}

async function prove(host: Host, seq: number, flags: CommonFlags & { out?: string }): Promise<number> {
  requireDatabase(databasePath(host.world, flags.db));
  const store = await openHistory(host.world, flags);
  if (!store) return 3;
  try {
    const proof = formatEntryProof(await proveEntry(store, seq));
    const path = flags.out === undefined ? undefined : await writeNewFile(host.world, flags.out, proof);
    if (flags.json) host.out(jsonDocument('prove', { entry: seq, proof, written_to: path ?? null }));
    else if (path === undefined) host.out(proof);
    else if (!flags.quiet) host.talk(`Written to ${cleanLine(path)}\n`);
    return 0;
  } finally {
    await store.close();
  }
}

async function verifyProof(
  host: Host,
  file: string,
  flags: CommonFlags & { key?: readonly string[] },
): Promise<number> {
  const verdict = await checkEntryProof(host.world, file, flags.key ?? []);
  host.out(flags.json ? renderEntryProofJson(verdict) : renderEntryProofText(verdict));
  return verdict.proved ? 0 : 1;
}
