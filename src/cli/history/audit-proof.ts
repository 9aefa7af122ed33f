import { writeNewFile } from '../../app/files/write-new-file.ts';
import { checkEntryProof, proveEntry } from '../../app/history/entry-proof.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { formatEntryProof } from '../../domain/history/proof/entry-proof.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderEntryProof, renderEntryProofJson } from '../../report/history/entry-proof.ts';
import { arg, entryNumber, flag, readArg, repeatedFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `--key`: whom a verification trusts. */
export const keyFlag = repeatedFlag('--key <key>', 'the public key to trust, or its file; may be repeated');

/** `audit prove`: shows that one entry is in the history. */
export const prove = subcommand({
  name: 'prove',
  summary: 'prove to a person without the database that an entry is in the history',
  args: { seq: readArg('<seq>', 'number of the entry', entryNumber) },
  flags: { out: flag('--out <file>', 'write the proof there instead of printing it') },
  run: async ({ seq, out }, { world, readExisting }) => {
    const proof = formatEntryProof(await readExisting((store) => proveEntry(store, seq)));
    return { proof, path: out === undefined ? null : await writeNewFile(world, out, proof) };
  },
  text: ({ proof, path }) => (path === null ? proof : ''),
  json: ({ proof, path }, { given: { seq } }) =>
    jsonDocument('prove', { entry: seq, proof, written_to: path }),
  advice: ({ path }) => (path === null ? undefined : `Written to ${cleanLine(path)}\n`),
});

/** `audit verify-proof`: checks such a proof, anywhere. */
export const verifyProof = subcommand({
  name: 'verify-proof',
  summary: 'check a proof that audit prove made; needs no database',
  args: { file: arg('<file>', 'the proof') },
  flags: { keys: keyFlag },
  run: ({ file, keys }, { world }) => checkEntryProof(world, file, keys),
  text: renderEntryProof,
  json: renderEntryProofJson,
  exit: ({ proved }) => (proved ? 0 : 1),
});
