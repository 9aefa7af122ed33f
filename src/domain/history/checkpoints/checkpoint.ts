import { UsageError } from '../../base/errors.ts';
import { strictBase64 } from '../../base/strict-base64.ts';
import { parseWholeNumber } from '../../base/text/whole-number.ts';
import { type Note, parseNote } from './note.ts';
import { type SigningKey, signNote } from './note-key.ts';

/** What a history is at one moment: which one, how many entries, and the Merkle root over them in hex. */
export type Checkpoint = { origin: string; size: number; root: string };

/** A checkpoint as it was read, with the note that carries it. */
export type SignedCheckpoint = Checkpoint & { note: Note };

/** Signs a checkpoint (c2sp.org/tlog-checkpoint). The origin is the name of the key. */
export function signCheckpoint({ size, root }: Omit<Checkpoint, 'origin'>, key: SigningKey): string {
  const base64 = Buffer.from(root, 'hex').toString('base64');
  return signNote(`${key.verifier.name}\n${size}\n${base64}\n`, key);
}

/**
 * Reads a checkpoint and says nothing yet about its signatures: `judgeNote` does. Lines after the
 * third are allowed and mean nothing here.
 *
 * @throws UsageError with the rule that it breaks
 */
export function parseCheckpoint(source: string): SignedCheckpoint {
  const note = parseNote(source);
  const lines = note.text.split('\n').slice(0, -1);
  const [origin = '', size = '', root = ''] = lines;
  if (lines.length < 3 || lines.includes(''))
    throw malformed('its text is not at least three lines, none of them empty');
  const entries = parseWholeNumber(size);
  if (entries === undefined) throw malformed('its second line is not a number of entries');
  const bytes = strictBase64(root);
  if (bytes?.length !== 32) throw malformed('its third line is not a root in base64');
  return { origin, size: entries, root: bytes.toString('hex'), note };
}

function malformed(reason: string): UsageError {
  return new UsageError(`not a checkpoint: ${reason}`);
}
