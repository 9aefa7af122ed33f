import { UsageError } from '../../base/errors.ts';
import { strictBase64 } from '../../base/strict-base64.ts';

/** One signature of a note. The key's id is 8 digits of hex. */
type NoteSignature = { name: string; keyId: string; bytes: Buffer };

/** A text with the signatures below it (c2sp.org/signed-note). The text ends in a newline. */
export type Note = { text: string; signatures: readonly NoteSignature[] };

/** Most that is read of one note; far more than a log needs, far less than would hurt. */
const maxCharacters = 64 * 1024;
const maxSignatures = 64;

const signatureLine = /^— (?<name>\S+) (?<base64>\S+)$/u;

/**
 * Reads a note, strictly: what is read here is written again byte by byte by `formatNote`.
 *
 * @throws UsageError with the rule that it breaks
 */
export function parseNote(source: string): Note {
  if (source.length > maxCharacters) throw malformed('it is too long');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids exactly these
  if (/[\u0000-\u0009\u000b-\u001f]/.test(source)) throw malformed('it has a control character');
  if (!source.isWellFormed()) throw malformed('it is not UTF-8');
  const split = source.lastIndexOf('\n\n');
  if (split === -1) throw malformed('there is no empty line before the signatures');
  const lines = source.slice(split + 2).split('\n');
  if (lines.pop() !== '') throw malformed('its last line does not end');
  if (lines.length === 0) throw malformed('it has no signature');
  if (lines.length > maxSignatures) throw malformed('it has too many signatures');
  return { text: source.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

/** The note as it is stored and passed on. */
export function formatNote({ text, signatures }: Note): string {
  const lines = signatures.map(({ name, keyId, bytes }) => {
    const base64 = Buffer.concat([Buffer.from(keyId, 'hex'), bytes]).toString('base64');
    return `— ${name} ${base64}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Whether a text may name a key: not empty, no Unicode spaces, no plus. */
export function isKeyName(name: string): boolean {
  return /^[^\s\u0085+]+$/u.test(name) && name.isWellFormed();
}

function parseSignature(line: string): NoteSignature {
  const { name = '', base64 = '' } = signatureLine.exec(line)?.groups ?? {};
  const bytes = strictBase64(base64);
  if (!isKeyName(name) || bytes === undefined || bytes.length < 5)
    throw malformed('a signature line is not of the form "— name base64"');
  return { name, keyId: bytes.subarray(0, 4).toString('hex'), bytes: bytes.subarray(4) };
}

function malformed(reason: string): UsageError {
  return new UsageError(`not a signed note: ${reason}`);
}
