import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import * as z from 'zod';
import { UsageError } from '../../base/errors.ts';
import { lazily } from '../../base/lazily.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { type Statement, statementSchema } from './statement.ts';

const payloadType = 'application/vnd.in-toto+json';

const envelope = lazily(() =>
  z.looseObject({
    payloadType: z.string(),
    payload: z.string(),
    signatures: z
      .array(z.looseObject({ keyid: z.string().nullish(), sig: z.string() }))
      .min(1)
      .max(100),
  }),
);

/** A signed envelope of the Dead Simple Signing Envelope (secure-systems-lab/dsse, envelope.md). */
export type Envelope = {
  payload: string;
  payloadType: string;
  signatures: { keyid: string; sig: string }[];
};

/** The bytes that are signed: the pre-authentication encoding (dsse, protocol.md). */
function signedBytes(type: string, payload: Uint8Array): Buffer {
  const start = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(start), payload]);
}

/** A private key for signatures, and the id under which its signatures are found. */
export type EnvelopeKey = { id: string; privateKey: KeyObject };

/** A public key, and its id: the SHA-256 of its SubjectPublicKeyInfo (DER) in hexadecimal. */
export type EnvelopeVerifier = { id: string; publicKey: KeyObject };

/**
 * Reads a private Ed25519 key (PEM).
 *
 * @throws UsageError; the message never shows the key
 */
export function readPrivateKey(pem: string, file: string): EnvelopeKey {
  const privateKey = ed25519(() => createPrivateKey(pem), file, 'a private key', [
    'openssl genpkey -algorithm ed25519 -out provenance.key',
    'openssl pkey -in provenance.key -pubout -out provenance.pub',
  ]);
  return { id: idOf(createPublicKey(privateKey)), privateKey };
}

/**
 * Reads a public Ed25519 key (PEM).
 *
 * @throws UsageError, also for a private key: who verifies does not need it
 */
export function readPublicKey(pem: string, file: string): EnvelopeVerifier {
  const advice = 'openssl pkey -in provenance.key -pubout -out provenance.pub';
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    throw new UsageError(`${cleanLine(file)}: it is a private key`, `Verify with the public half: ${advice}`);
  const publicKey = ed25519(() => createPublicKey(pem), file, 'a public key', [advice]);
  return { id: idOf(publicKey), publicKey };
}

function ed25519(read: () => KeyObject, file: string, what: string, advice: readonly string[]): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = read();
  } catch {
    // What OpenSSL says of a text that is no key names none of its rules, and may quote the text.
  }
  if (key?.asymmetricKeyType === 'ed25519') return key;
  const why = key ? `it is a key for ${key.asymmetricKeyType}` : `it is not ${what} without a passphrase`;
  throw new UsageError(
    `${cleanLine(file)}: cannot be used: ${why}; ${what} for Ed25519 in PEM is needed`,
    `Make one: ${advice.join('\n          ')}`,
  );
}

function idOf(publicKey: KeyObject): string {
  return hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'hex');
}

/** Signs a statement. */
export function signStatement(statement: Statement, { id, privateKey }: EnvelopeKey): Envelope {
  const payload = Buffer.from(JSON.stringify(statement));
  const bytes = sign(null, signedBytes(payloadType, payload), privateKey);
  return {
    payload: payload.toString('base64'),
    payloadType,
    signatures: [{ keyid: id, sig: bytes.toString('base64') }],
  };
}

/** The envelope as a bundle of Sigstore, version 0.3, which names the key and is in no transparency log. */
export function sigstoreBundle(signed: Envelope): object {
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: signed.signatures[0]?.keyid ?? '' }, tlogEntries: [] },
    dsseEnvelope: signed,
  };
}

/** What the signatures of an envelope prove. Only a `signed` one has a statement: others may be from anybody. */
export type EnvelopeVerdict =
  | { outcome: 'signed'; by: string; others: number; statement: Statement }
  | { outcome: 'not signed'; why: string };

/**
 * Verifies an envelope, or a bundle of Sigstore with one. The id of a key in the envelope is a hint that anybody can
 * write: each signature is tried with each key, as DSSE asks for.
 *
 * @throws UsageError for a text that is no envelope
 */
export function verifyEnvelope(
  text: string,
  file: string,
  keys: readonly EnvelopeVerifier[],
): EnvelopeVerdict {
  const { payload: encoded, payloadType: type, signatures } = parseEnvelope(text, file);
  const payload = decodeBase64(encoded);
  if (payload === undefined) return { outcome: 'not signed', why: 'its payload is not base64' };
  const bytes = signedBytes(type, payload);
  const good = signatures.map(({ sig }) => {
    const signature = decodeBase64(sig);
    return signature && keys.find(({ publicKey }) => verify(null, bytes, publicKey, signature));
  });
  const by = good.find((key) => key !== undefined);
  if (by === undefined) {
    const ids = keys.map(({ id }) => id.slice(0, 16)).join(', ');
    return { outcome: 'not signed', why: `no signature is of the key ${ids} and of this payload` };
  }
  if (type !== payloadType)
    return { outcome: 'not signed', why: `its payload is ${cleanLine(type)}, not ${payloadType}` };
  const statement = statementSchema().safeParse(parseJson(payload.toString('utf8')));
  if (!statement.success) return { outcome: 'not signed', why: 'its payload is no in-toto Statement v1' };
  const others = good.filter((key) => key === undefined).length;
  return { outcome: 'signed', by: by.id, others, statement: statement.data };
}

function parseEnvelope(text: string, file: string) {
  const value = parseJson(text);
  const inner =
    typeof value === 'object' && value !== null && 'dsseEnvelope' in value ? value.dsseEnvelope : value;
  const found = envelope().safeParse(inner);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw new UsageError(
    `${cleanLine(file)}: it is no DSSE envelope: ${cleanLine(issue?.path.join('.') || 'the document')}: ${cleanLine(issue?.message ?? '')}`,
    'Make one: codex-cockpit provenance export --format envelope --key FILE',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Base64 of RFC 4648 §4 or §5: DSSE allows both. A text that mixes them, or with stray bits or characters, is none. */
function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  const forms = [bytes.toString('base64'), bytes.toString('base64url')];
  const padded = `${forms[1]}${'='.repeat((4 - ((forms[1]?.length ?? 0) % 4)) % 4)}`;
  return [...forms, padded].includes(text) ? bytes : undefined;
}
