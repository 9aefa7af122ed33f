import { hash } from 'node:crypto';
import { UsageError } from '../base/errors.ts';
import { strictBase64 } from '../base/strict-base64.ts';
import { cleanLine } from '../base/text/clean.ts';

/**
 * Reads the text of a public SSH key file (sshd(8), AUTHORIZED_KEYS FILE FORMAT). Only the one spelling that OpenSSH
 * writes is taken, so that one key cannot pass for two. The comment is left out.
 *
 * @throws UsageError when it is not one; a private key is never repeated
 */
export function readPublicKey(text: string, file: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [, type, base64] = (lines.length === 1 && keyLine.exec(lines[0]?.trim() ?? '')) || [];
  const wrong = type === undefined || base64 === undefined ? '' : whatIsWrong(type, base64);
  if (wrong === undefined) return `${type} ${base64}`;
  throw new UsageError(
    `${cleanLine(file)}: not a public SSH key${wrong === '' ? '' : `: ${wrong}`}`,
    'Name the file that ends in .pub, such as ~/.ssh/id_ed25519.pub.',
  );
}

/**
 * What all spellings of one key have in common. Keys that older versions recorded may be spelled in another way, and
 * the key of a security key is that of the plain type when their points are the same.
 *
 * @param publicKey as `ssh-ed25519 AAAA…`
 * @returns the text itself when it is not a key of a known type
 */
export function keyIdentity(publicKey: string): string {
  const [kind, first, second] = fieldsOf(Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')).fields;
  const type = kind?.toString('latin1') ?? '';
  if (first === undefined || !Object.hasOwn(forms, type)) return publicKey;
  const plain = type.replace(/^sk-(.*)@openssh\.com$/, '$1');
  if (plain === 'ssh-ed25519') return `${plain} ${first.toString('hex')}`;
  if (second === undefined) return publicKey;
  if (plain === 'ssh-rsa') return `${plain} ${second.toString('hex').replace(/^(00)+/, '')}`;
  // With or without its y, a point is identified by its x: the other point of that x has the same private key but for its sign.
  const size = curveSizes[first.toString('latin1')] ?? 0;
  return `${plain} ${second.subarray(1, 1 + size).toString('hex')}`;
}

/** The one of these keys that is the key given, as it is spelled there. */
export function findKey(keys: readonly string[], publicKey: string): string | undefined {
  const wanted = keyIdentity(publicKey);
  return keys.find((key) => keyIdentity(key) === wanted);
}

/** The fingerprint of a key, as `ssh-keygen -l` prints it. */
export function keyFingerprint(publicKey: string): string {
  const bytes = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  return `SHA256:${hash('sha256', bytes, 'base64').replace(/=+$/, '')}`;
}

const keyLine = /^([a-z0-9@.-]+) ([A-Za-z0-9+/]{20,}={0,2})(?: .*)?$/;

const curveSizes: Readonly<Record<string, number>> = { nistp256: 32, nistp384: 48, nistp521: 66 };

type Check = (...fields: readonly Buffer[]) => boolean;

const is32Bytes: Check = (point) => point?.length === 32;
const isApplication = (name: Buffer | undefined) => name !== undefined && name.length > 0;

/** A point with its x and its y, on the curve of that name. */
const isPoint = (curve: string): Check => {
  const length = 1 + 2 * (curveSizes[curve] ?? 0);
  return (name, point) => name?.toString('latin1') === curve && point?.length === length && point[0] === 4;
};

/** A number above 0 with no zero in front but the one that keeps it positive (RFC 4251 §5, mpint). */
const isNumber = (bytes: Buffer | undefined) =>
  bytes !== undefined &&
  bytes.length > 0 &&
  (bytes[0] ?? 0) < 0x80 &&
  (bytes[0] !== 0 || (bytes[1] ?? 0) >= 0x80);

/** After its type: how many fields a key has, and what they are (RFC 8709, RFC 5656, RFC 4253 §6.6, PROTOCOL.u2f). */
const forms: Readonly<Record<string, readonly [count: number, isRight: Check]>> = {
  'ssh-ed25519': [1, is32Bytes],
  'ssh-rsa': [2, (e, n) => isNumber(e) && isNumber(n)],
  'ecdsa-sha2-nistp256': [2, isPoint('nistp256')],
  'ecdsa-sha2-nistp384': [2, isPoint('nistp384')],
  'ecdsa-sha2-nistp521': [2, isPoint('nistp521')],
  'sk-ssh-ed25519@openssh.com': [2, (point, name) => point?.length === 32 && isApplication(name)],
  'sk-ecdsa-sha2-nistp256@openssh.com': [
    3,
    (curve, point, name) =>
      curve !== undefined && point !== undefined && isPoint('nistp256')(curve, point) && isApplication(name),
  ],
};

/** Undefined when nothing is wrong. */
function whatIsWrong(type: string, base64: string): string | undefined {
  const form = Object.hasOwn(forms, type) ? forms[type] : undefined;
  if (!form) return 'its type is not known';
  const bytes = strictBase64(base64);
  if (!bytes) return 'its base64 is not as OpenSSH writes it';
  const { fields, rest } = fieldsOf(bytes);
  const [inner, ...others] = fields;
  if (inner?.toString('latin1') !== type) return 'the key is of another type than the line says';
  const [count, isRight] = form;
  if (rest !== 0 || others.length !== count || !isRight(...others))
    return 'its parts are not those of such a key';
  return undefined;
}

/** Splits bytes into the fields of SSH, each its length in four bytes and then so many bytes (RFC 4251 §5). */
function fieldsOf(bytes: Buffer): { fields: readonly Buffer[]; rest: number } {
  const fields: Buffer[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    fields.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return { fields, rest: bytes.length - at };
}
