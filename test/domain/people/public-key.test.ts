import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findKey, readPublicKey } from '../../../src/domain/people/public-key.ts';
import { replayAuthority } from '../../support/replay-authority.ts';

const field = (bytes: string | Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(bytes));
  return Buffer.concat([length, Buffer.from(bytes)]);
};
const line = (type: string, ...fields: readonly (string | Buffer)[]) =>
  `${type} ${Buffer.concat(fields.map(field)).toString('base64')}`;

const point = Buffer.alloc(32, 7);
const plain = 'ssh-ed25519';
const security = 'sk-ssh-ed25519@openssh.com';
const ed25519 = line(plain, plain, point);
const touched = line(security, security, point, 'ssh:');
const curve = 'ecdsa-sha2-nistp256';
const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const [x, y] = [jwk.x, jwk.y].map((text) => Buffer.from(text ?? '', 'base64url')) as [Buffer, Buffer];
const ecdsa = line(curve, curve, 'nistp256', Buffer.concat([Buffer.of(4), x, y]));
const sign = Buffer.of(2 + ((y.at(-1) ?? 0) & 1));
const rsa = line(
  'ssh-rsa',
  'ssh-rsa',
  Buffer.of(1, 0, 1),
  Buffer.concat([Buffer.of(0), Buffer.alloc(256, 0xab)]),
);

/** The same bytes in base64 with its last free bits set. */
const slack = touched.replace(/.(?==*$)/, (last) => String.fromCharCode(last.charCodeAt(0) + 1));

const otherSpellings = [
  ['free bits of the base64 that are set', touched, slack],
  ['base64 without its padding', touched, touched.replace(/=+$/, '')],
  ['bytes after the key', ed25519, line(plain, plain, point, 'more')],
  ['a type that is not the one inside', ed25519, ed25519.replace(plain, security)],
  ['a compressed point', ecdsa, line(curve, curve, 'nistp256', Buffer.concat([sign, x]))],
  [
    'zeros in front of a number',
    rsa,
    line('ssh-rsa', 'ssh-rsa', Buffer.of(1, 0, 1), Buffer.alloc(258, 0xab).fill(0, 0, 2)),
  ],
] as const;

describe('a public SSH key', () => {
  it.each([ed25519, touched, ecdsa, rsa])('is read without its comment', (key) => {
    expect(readPublicKey(`${key} ada@example.com\n`, 'id.pub')).toBe(key);
  });

  it.each(otherSpellings)(
    'is refused with %s, and is the same key where it was recorded so',
    (_, key, other) => {
      expect(other).not.toBe(key);
      expect(() => readPublicKey(other, 'id.pub')).toThrow('id.pub: not a public SSH key: ');
      expect(findKey([other], key)).toBe(other);
      const entry = (seq: number, body: object) => ({
        ...{ seq, actor: 'ada@example.com' },
        ...{ kind: seq === 1 ? 'rollout.started' : 'person.recorded', body: JSON.stringify(body) },
      });
      const person = (email: string, keys: string[]) => ({
        ...{ v: 1, email, name: null, roles: email.startsWith('ada') ? ['rollout owner'] : [], keys },
      });
      const entries = [
        entry(1, { v: 1, name: 'Acme', pin: '0.139.0' }),
        entry(2, person('ada@example.com', [key])),
        entry(3, person('bob@example.com', [other])),
      ];
      expect(replayAuthority(entries)).toMatchObject([{ seq: 3, kind: 'shared key' }]);
    },
  );

  it('is another one with another point, number or type', () => {
    const others = [line(plain, plain, Buffer.alloc(32, 8)), ecdsa, rsa, 'ssh-ed25519 AAAA'];
    expect(others.map((other) => findKey([other], ed25519))).toEqual(others.map(() => undefined));
  });

  it.each([
    ['ssh-dss', line('ssh-dss', 'ssh-dss', point)],
    ['a short point', line(plain, plain, point.subarray(1))],
    ['another curve', line(curve, curve, 'nistp384', Buffer.concat([Buffer.of(4), x, y]))],
    ['no application', line(security, security, point, '')],
  ])('is refused: %s', (_, key) => {
    expect(() => readPublicKey(key, 'id.pub')).toThrow('not a public SSH key: ');
  });
});
