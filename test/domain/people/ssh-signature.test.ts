import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isGoodSshSignature } from '../../../src/domain/people/ssh-signature.ts';
import { tempFolder } from '../../support/temp.ts';

/** OpenSSH is the machine's, not ours: without it there is nothing to try. */
const hasSshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;
const namespace = 'codex-cockpit';
const text = '{"statement":"codex-cockpit sign-off"}';

function made(...kind: readonly string[]) {
  const file = join(tempFolder(), 'id');
  execFileSync('ssh-keygen', ['-q', '-N', '', '-f', file, '-t', ...kind]);
  const armored = execFileSync('ssh-keygen', ['-Y', 'sign', '-f', file, '-n', namespace], {
    input: text,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return { publicKey: readFileSync(`${file}.pub`, 'utf8').trim(), armored, namespace };
}

describe.skipIf(!hasSshKeygen)('a signature that ssh-keygen made', () => {
  it.each([
    [['ed25519']],
    [['rsa', '-b', '2048']],
    [['ecdsa', '-b', '256']],
    [['ecdsa', '-b', '384']],
    [['ecdsa', '-b', '521']],
  ])('is good for its text, and for nothing else: %s', (kind) => {
    const signature = made(...kind);
    expect(isGoodSshSignature(text, signature)).toBe(true);
    expect(isGoodSshSignature(`${text} `, signature)).toBe(false);
    expect(isGoodSshSignature(text, { ...signature, namespace: 'git' })).toBe(false);
    const other = made('ed25519');
    expect(isGoodSshSignature(text, { ...signature, publicKey: other.publicKey })).toBe(false);
    expect(isGoodSshSignature(text, { ...other, publicKey: signature.publicKey })).toBe(false);
  });

  it('is not good when any part of it was changed or cut', () => {
    const signature = made('ed25519');
    const [, body = ''] = /SIGNATURE-----\n(.*)\n-----END/s.exec(signature.armored) ?? [];
    const bytes = Buffer.from(body, 'base64');
    const armoredOf = (changed: Buffer) => signature.armored.replace(body, changed.toString('base64'));
    expect(isGoodSshSignature(text, { ...signature, armored: armoredOf(bytes) })).toBe(true);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(isGoodSshSignature(text, { ...signature, armored: armoredOf(changed) }), `byte ${at}`).toBe(
        false,
      );
      expect(isGoodSshSignature(text, { ...signature, armored: armoredOf(bytes.subarray(0, at)) })).toBe(
        false,
      );
    }
  });
});
