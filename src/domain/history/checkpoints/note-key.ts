import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { UsageError } from '../../base/errors.ts';
import { strictBase64 } from '../../base/strict-base64.ts';
import { formatNote, isKeyName, type Note, parseNote } from './note.ts';

/** The public half of a key that signs notes. `id` is 8 digits of hex, `text` the form in which people pass it on. */
export type VerifierKey = { name: string; id: string; text: string; publicKey: KeyObject };

/** Both halves. `secretText` is the form in which the private one is kept. */
export type SigningKey = { verifier: VerifierKey; secretText: string; privateKey: KeyObject };

/** Ed25519 over the text of the note: the type byte of c2sp.org/signed-note. */
const ed25519 = Buffer.of(1);

// The bytes before the 32 of a key in DER (RFC 8410 §4 and §7).
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Makes the key of this name from 32 random bytes. */
export function signingKeyFromSeed(name: string, seed: Uint8Array): SigningKey {
  if (!isKeyName(name)) throw new UsageError(`"${name}" cannot name a key`);
  const privateKey = createPrivateKey({
    key: Buffer.concat([privatePrefix, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const verifier = verifierKey(name, der.subarray(publicPrefix.length));
  const secret = Buffer.concat([ed25519, seed]).toString('base64');
  return { verifier, privateKey, secretText: `${keyTextStart(name)}${verifier.id}+${secret}` };
}

/** How the text of a private key of this name begins. No text that begins so is the key of another name. */
export function keyTextStart(name: string): string {
  return `PRIVATE+KEY+${name}+`;
}

/**
 * Reads a private key in the form of Go's `sumdb/note`: `PRIVATE+KEY+<name>+<id>+<base64>`.
 *
 * @throws UsageError; the message never shows the text
 */
export function parseSigningKey(text: string): SigningKey {
  const {
    name = '',
    id,
    base64 = '',
  } = /^PRIVATE\+KEY\+(?<name>[^+]+)\+(?<id>[0-9a-f]{8})\+(?<base64>\S+)\n?$/u.exec(text)?.groups ?? {};
  const seed = keyBytes(base64);
  if (!seed || !isKeyName(name))
    throw new UsageError('not a private key of the form PRIVATE+KEY+name+id+base64');
  const key = signingKeyFromSeed(name, seed);
  if (key.verifier.id !== id) throw new UsageError('a private key that does not match its own id');
  return key;
}

/**
 * Reads a public key in the form `<name>+<id>+<base64>` (c2sp.org/signed-note, as Go's `sumdb/note`).
 *
 * @throws UsageError
 */
export function parseVerifierKey(text: string): VerifierKey {
  const {
    name = '',
    id,
    base64 = '',
  } = /^(?<name>[^+]+)\+(?<id>[0-9a-f]{8})\+(?<base64>\S+)\n?$/u.exec(text)?.groups ?? {};
  const bytes = keyBytes(base64);
  if (!bytes || !isKeyName(name)) throw new UsageError('not a public key of the form name+id+base64');
  const key = verifierKey(name, bytes);
  if (key.id !== id) throw new UsageError('a public key that does not match its own id');
  return key;
}

/** Signs a text, which must end in a newline, and returns the note. */
export function signNote(text: string, { verifier, privateKey }: SigningKey): string {
  const bytes = sign(null, Buffer.from(text), privateKey);
  const note = formatNote({ text, signatures: [{ name: verifier.name, keyId: verifier.id, bytes }] });
  // What we sign must be readable by everybody's rules.
  parseNote(note);
  return note;
}

/** Who signed a note: a known key, nobody we know, or somebody who used a known key's name and id falsely. */
export type NoteVerdict =
  | { outcome: 'signed'; by: VerifierKey }
  | { outcome: 'unknown' }
  | { outcome: 'forged'; name: string };

/** Judges the signatures of a note. One bad signature in a known name spoils the note. */
export function judgeNote({ text, signatures }: Note, known: readonly VerifierKey[]): NoteVerdict {
  let signer: VerifierKey | undefined;
  for (const { name, keyId, bytes } of signatures) {
    const key = known.find((one) => one.name === name && one.id === keyId);
    if (!key) continue;
    if (!verify(null, Buffer.from(text), key.publicKey, bytes)) return { outcome: 'forged', name };
    signer ??= key;
  }
  return signer ? { outcome: 'signed', by: signer } : { outcome: 'unknown' };
}

function verifierKey(name: string, bytes: Uint8Array): VerifierKey {
  const typed = Buffer.concat([ed25519, bytes]);
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed]), 'hex').slice(0, 8);
  const publicKey = createPublicKey({
    key: Buffer.concat([publicPrefix, bytes]),
    format: 'der',
    type: 'spki',
  });
  return { name, id, publicKey, text: `${name}+${id}+${typed.toString('base64')}` };
}

function keyBytes(base64: string): Buffer | undefined {
  const bytes = strictBase64(base64);
  return bytes?.length === 33 && bytes[0] === ed25519[0] ? bytes.subarray(1) : undefined;
}
