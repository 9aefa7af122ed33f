import { hash } from 'node:crypto';
import { UsageError } from '../../base/errors.ts';
import { strictBase64 } from '../../base/strict-base64.ts';
import { parseWholeNumber } from '../../base/text/whole-number.ts';
import { parseCheckpoint, type SignedCheckpoint } from '../checkpoints/checkpoint.ts';
import { judgeNote, type VerifierKey } from '../checkpoints/note-key.ts';
import { leafOfEntry } from './merkle.ts';
import { verifyInclusion } from './merkle-proof.ts';

/** What shows that one entry is in a history, to a person who has only a public key. */
export type EntryProof = {
  /** What the entry's hash is made over: its canonical JSON without the hash. */
  preimage: string;
  /** Counts from 0. */
  index: number;
  /** In hex, from the neighbour of the leaf upwards. */
  hashes: readonly string[];
  /** The signed note as it is. */
  checkpoint: string;
};

const header = 'c2sp.org/tlog-proof@v1';

/** The proof as a file (c2sp.org/tlog-proof); the entry itself travels as its extra data. */
export function formatEntryProof({ preimage, index, hashes, checkpoint }: EntryProof): string {
  const extra = Buffer.from(preimage, 'utf8').toString('base64');
  const lines = hashes.map((hex) => Buffer.from(hex, 'hex').toString('base64'));
  return [header, `extra ${extra}`, `index ${index}`, ...lines, '', checkpoint].join('\n');
}

/** @throws UsageError with the rule that the text breaks */
export function parseEntryProof(source: string): EntryProof {
  const split = source.indexOf('\n\n');
  const [first, extra = '', index = '', ...lines] = source.slice(0, split).split('\n');
  if (split === -1 || first !== header) throw malformed(`it does not begin with ${header}`);
  const preimage = strictBase64(/^extra (\S+)$/.exec(extra)?.[1] ?? '!');
  if (!preimage) throw malformed('its second line does not carry the entry');
  const number = index.startsWith('index ') ? parseWholeNumber(index.slice(6)) : undefined;
  if (number === undefined) throw malformed('its third line is not the index of the entry');
  const hashes = lines.map((line) => {
    const bytes = strictBase64(line);
    if (bytes?.length !== 32) throw malformed('a line is not a hash in base64');
    return bytes.toString('hex');
  });
  return {
    preimage: preimage.toString('utf8'),
    index: number,
    hashes,
    checkpoint: source.slice(split + 2),
  };
}

/** The verdict on a proof. `entry` is the entry as the proof carries it: its columns by name. */
export type EntryProofVerdict =
  | { proved: true; checkpoint: SignedCheckpoint; signer: VerifierKey; entry: Record<string, unknown> }
  | { proved: false; reason: string };

/**
 * Checks a proof against public keys that are trusted.
 *
 * @throws UsageError when it has no valid checkpoint
 */
export function verifyEntryProof(proof: EntryProof, keys: readonly VerifierKey[]): EntryProofVerdict {
  const checkpoint = parseCheckpoint(proof.checkpoint);
  const judged = judgeNote(checkpoint.note, keys);
  if (judged.outcome === 'forged')
    return { proved: false, reason: `the key of "${judged.name}" did not sign its checkpoint` };
  if (judged.outcome === 'unknown' || judged.by.name !== checkpoint.origin)
    return { proved: false, reason: 'its checkpoint is not signed by the key given' };
  const included = verifyInclusion({
    leafHash: leafOfEntry(hash('sha256', proof.preimage, 'hex')),
    index: proof.index,
    size: checkpoint.size,
    proof: proof.hashes,
    root: checkpoint.root,
  });
  if (!included) return { proved: false, reason: 'the entry is not in the history that was signed' };
  const entry = readColumns(proof.preimage);
  if (entry.seq !== proof.index + 1)
    return { proved: false, reason: 'the entry says another number of itself' };
  return { proved: true, checkpoint, signer: judged.by, entry };
}

function readColumns(preimage: string): Record<string, unknown> {
  const columns: unknown = JSON.parse(preimage);
  if (typeof columns !== 'object' || columns === null) throw malformed('it does not carry an entry');
  return { ...columns };
}

function malformed(reason: string): UsageError {
  return new UsageError(`not a proof of an entry: ${reason}`);
}
