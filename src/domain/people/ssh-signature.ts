import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/**
 * Whether an SSH signature (PROTOCOL.sshsig of OpenSSH) is good for a text, in a namespace, with one public key. A
 * signature of an unknown form or key type is not good.
 *
 * @param publicKey as `ssh-ed25519 AAAA…`
 * @param armored as `ssh-keygen -Y sign` prints it
 */
export function isGoodSshSignature(
  text: string,
  { publicKey, armored, namespace }: { publicKey: string; armored: string; namespace: string },
): boolean {
  try {
    return isGood(text, { publicKey, armored, namespace });
  } catch {
    // Whatever cannot be read was not made by the key.
    return false;
  }
}

const hashes = ['sha256', 'sha512'];

function isGood(
  text: string,
  { publicKey, armored, namespace }: { publicKey: string; armored: string; namespace: string },
): boolean {
  const base64 = /^-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)\n-----END SSH SIGNATURE-----\n?$/.exec(
    armored,
  )?.[1];
  const blob = new Reader(Buffer.from(base64 ?? '', 'base64'));
  if (blob.take(6).toString('latin1') !== 'SSHSIG' || blob.number() !== 1) return false;
  const key = blob.string();
  const [signedFor, reserved, hash, signature] = [blob.string(), blob.string(), blob.text(), blob.string()];
  const expected = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  if (!key.equals(expected) || signedFor.toString('utf8') !== namespace || !hashes.includes(hash))
    return false;
  const message = Buffer.concat([
    Buffer.from('SSHSIG'),
    ...[signedFor, reserved, Buffer.from(hash), createHash(hash).update(text).digest()].map(withLength),
  ]);
  return verifyWith(new Reader(key), new Reader(signature), message);
}

const curves: Readonly<Record<string, { crv: string; hash: string; size: number }>> = {
  nistp256: { crv: 'P-256', hash: 'sha256', size: 32 },
  nistp384: { crv: 'P-384', hash: 'sha384', size: 48 },
  nistp521: { crv: 'P-521', hash: 'sha512', size: 66 },
};

/** Key types by RFC 8709, RFC 5656, RFC 8332, and PROTOCOL.u2f of OpenSSH for those that begin with sk-. */
function verifyWith(key: Reader, signature: Reader, message: Buffer): boolean {
  const type = key.text();
  const algorithm = signature.text();
  if (type === 'ssh-rsa') {
    const hash = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }[algorithm];
    const [e, n] = [key.string(), key.string()];
    return (
      hash !== undefined &&
      verify(hash, message, jwk({ kty: 'RSA', e: url(e), n: url(n) }), signature.string())
    );
  }
  if (type !== algorithm) return false;
  if (type === 'ssh-ed25519') return verify(null, message, ed25519(key.string()), signature.string());
  if (type === 'sk-ssh-ed25519@openssh.com') {
    const point = key.string();
    const bytes = signature.string();
    return verify(null, touched(key.string(), signature, message), ed25519(point), bytes);
  }
  const curve = curves[key.text()];
  if (!curve) return false;
  const publicKey = elliptic(curve, key.string());
  const numbers = new Reader(signature.string());
  const bytes = Buffer.concat([numbers.integer(curve.size), numbers.integer(curve.size)]);
  const signed = type.startsWith('sk-') ? touched(key.string(), signature, message) : message;
  return verify(curve.hash, signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes);
}

/** What a security key signs: its application, whether it was touched, a counter, and the digest of the message. */
function touched(application: Buffer, signature: Reader, message: Buffer): Buffer {
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
  return Buffer.concat([sha256(application), signature.take(5), sha256(message)]);
}

function ed25519(point: Buffer): KeyObject {
  return jwk({ kty: 'OKP', crv: 'Ed25519', x: url(point) });
}

/** A point that is not compressed: 4, then x and y. */
function elliptic({ crv, size }: { crv: string; size: number }, point: Buffer): KeyObject {
  const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)];
  return jwk({ kty: 'EC', crv, x: url(x), y: url(y) });
}

const jwk = (key: Record<string, string>) => createPublicKey({ key, format: 'jwk' });
const url = (bytes: Buffer) => bytes.toString('base64url');

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Reads the data types of SSH (RFC 4251 §5) one after another. Throws where they end too early. */
class Reader {
  #rest: Buffer;

  constructor(bytes: Buffer) {
    this.#rest = bytes;
  }

  take(count: number): Buffer {
    if (this.#rest.length < count) throw new RangeError('the bytes end too early');
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }

  number(): number {
    return this.take(4).readUInt32BE();
  }

  string(): Buffer {
    return this.take(this.number());
  }

  text(): string {
    return this.string().toString('latin1');
  }

  /** A positive number without its leading zeros, filled up to `size` bytes. */
  integer(size: number): Buffer {
    const bytes = this.string();
    const trimmed = bytes.subarray(Math.max(0, bytes.length - size));
    return Buffer.concat([Buffer.alloc(size - trimmed.length), trimmed]);
  }
}
