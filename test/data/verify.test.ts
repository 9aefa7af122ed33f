import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replaceSigningKey } from '../../src/app/history/checkpoints/signing-key.ts';
import { reviewHistory } from '../../src/app/history/review-history.ts';
import { verifyHistory } from '../../src/app/history/verify-history.ts';
import { signStatement } from '../../src/app/people/ssh-signature.ts';
import { openWritableHistory } from '../../src/app/world/session.ts';
import { canonicalJson } from '../../src/domain/base/canonical-json.ts';
import { signCheckpoint } from '../../src/domain/history/checkpoints/checkpoint.ts';
import { type SigningKey, signingKeyFromSeed } from '../../src/domain/history/checkpoints/note-key.ts';
import { isInOrder } from '../../src/domain/history/proof/proof.ts';
import { readPublicKey } from '../../src/domain/people/public-key.ts';
import { signOffStatement } from '../../src/domain/rollout/gate/sign-off-statement.ts';
import { renderProof } from '../../src/report/history/proof.ts';
import type { Draft } from '../../src/store/log/append.ts';
import { toBlob, toEvidence } from '../../src/store/log/blob.ts';
import { bundleOf, changeCovertly, relist, runVerifier } from '../support/bundle.ts';
import { eventOf } from '../support/every-event.ts';
import { checkFinished, draft, runStarted } from '../support/history.ts';
import { makePipe } from '../support/pipe.ts';
import { type SignedHistory, signedHistory } from '../support/signed-history.ts';
import { asOlder } from '../support/store-files.ts';
import { tempFolder } from '../support/temp.ts';
import { testWorld } from '../support/world.ts';

const blob = toBlob('codex-cli 0.139.0\n');

/** A history with a text in it, five entries that are vouched for and one more. */
async function withText(): Promise<SignedHistory> {
  const history = await signedHistory();
  await history.record({
    ...draft(checkFinished('r1', 'cli.version', [toEvidence('codex --version', blob)])),
    blobs: [blob],
  });
  await history.sign();
  return history;
}

describe('the verifier of an honest bundle', () => {
  it('says that it is whole, and what nobody can see without anything in hand', async () => {
    const folder = await bundleOf(await withText());
    const { code, stdout, stderr } = runVerifier(folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Entries {6}6, the last with the hash [0-9a-f]{64}$/m);
    expect(stdout).toMatch(/^Texts {8}1 named by entries, 0 of them not here$/m);
    expect(stdout).toMatch(/^Vouched for {2}entries 1 to 5, by a key that only this bundle names$/m);
    expect(stdout).toContain('Give --key and --checkpoint');
    expect(stdout).toContain('how long it was, is a statement too: no entry names it.');
    expect(stdout).not.toContain('older version');
    expect(stdout).toMatch(/\nWHOLE: .*\n$/);
  });

  it('says what entries of an older version do not tell', async () => {
    const history = await withText();
    asOlder(history.path);
    // Its checkpoints vouch for the entries as they were with an origin; the lines of what is not told are the same.
    await (await openWritableHistory(history.world, {}, { daily: 'leave to the caller' })).close();
    const { stdout } = runVerifier(await bundleOf(history));
    expect(stdout).toContain('6 entries of an older version do not say how the actor was named');
  });

  it('holds it against the key and the checkpoints that an auditor has', async () => {
    const history = await withText();
    const outside = await history.keepOutside('kept.checkpoint');
    const folder = await bundleOf(history);
    const key = await history.publicKey();
    const kept = tempFolder();
    copyFileSync(outside, join(kept, 'a.checkpoint'));
    await (await signedHistory()).sign(join(kept, 'of-another.checkpoint'));
    writeFileSync(join(kept, 'acme.pub'), `${key}\n`);
    const { code, stdout } = runVerifier(
      folder,
      ...['--key', join(kept, 'acme.pub'), '--checkpoint', kept, '--checkpoint', outside],
    );
    expect(code).toBe(0);
    expect(stdout).toContain('3 in the history, 2 that you gave; 5 hold');
    expect(stdout).toContain('Vouched for  entries 1 to 6, by the key that you gave');
    expect(stdout).not.toContain('Give --key');
  });

  it('takes it from any folder', async () => {
    const folder = await bundleOf(await withText());
    const elsewhere = tempFolder();
    copyFileSync(resolve('data/verify.mjs'), join(elsewhere, 'verify.mjs'));
    expect(runVerifier(elsewhere, folder).code).toBe(0);
  });

  it('is content with texts that were let go when an entry says so', async () => {
    const history = await withText();
    await history.record(
      draft({
        kind: 'blobs.removed',
        body: {
          v: 1,
          older_than: '90d',
          larger_than: '0B',
          removed: [{ digest: blob.sha256, bytes: blob.size }],
        },
      }),
    );
    history.tamper('DELETE FROM blob');
    const { code, stdout } = runVerifier(await bundleOf(history));
    expect(code).toBe(0);
    expect(stdout).toContain('1 named by entries, 1 of them not here');
  });

  it('follows a change of keys', async () => {
    const history = await withText();
    const first = await history.publicKey();
    await history.working((store) => replaceSigningKey(history.world, store));
    await history.sign();
    const folder = await bundleOf(history);
    expect(readdirSync(join(folder, 'keys'))).toHaveLength(4);
    expect(runVerifier(folder).code).toBe(0);
    expect(runVerifier(folder, '--key', await history.publicKey()).stdout).toContain('entries 1 to 7');
    expect(runVerifier(folder, '--key', first).stdout).toContain('entries 1 to 5');
  });
});

describe('somebody without the verifier', () => {
  it('finds every step in the README, and each of them holds', async () => {
    const folder = await bundleOf(await withText());
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const [, sums, signature, hash] = [...readme.matchAll(/```sh\n([^`]*)```/g)].map(
      ([, lines = '']) => lines,
    );
    const shell = (lines = '') => execFileSync('/bin/sh', ['-ec', lines], { cwd: folder, encoding: 'utf8' });
    expect(shell(sums)).toBe('');
    expect(shell(signature)).toContain('Signature Verified Successfully');
    const [first = ''] = readFileSync(join(folder, 'entries.jsonl'), 'utf8').split('\n');
    expect(shell(hash)).toBe(`${JSON.parse(first).hash}  -\n`);
  });
});

describe('the verifier names', () => {
  it.each([
    ['a changed text', 'texts', `Text ${blob.sha256}: changed, its content does not match its digest.`],
    ['a changed report', 'report.html', 'File report.html: changed, SHA256SUMS lists another digest.'],
  ])('%s', async (_, name, fault) => {
    const folder = await bundleOf(await withText());
    appendFileSync(join(folder, name === 'texts' ? `texts/${blob.sha256}` : name), '!');
    expect(runVerifier(folder)).toMatchObject({ code: 1, faults: [fault] });
  });

  it('a changed text whose digest was covered up', async () => {
    const folder = await bundleOf(await withText());
    changeCovertly(folder, `texts/${blob.sha256}`, () => 'codex-cli 0.150.0\n');
    expect(runVerifier(folder).faults).toEqual([
      `Text ${blob.sha256}: changed, its content does not match its digest.`,
    ]);
  });

  it('a text, a file, the list itself that is missing', async () => {
    const folder = await bundleOf(await withText());
    rmSync(join(folder, 'README.md'));
    rmSync(join(folder, 'texts', blob.sha256));
    relist(folder, `texts/${blob.sha256}`);
    expect(runVerifier(folder).faults).toEqual([
      'File README.md: missing.',
      `Text ${blob.sha256}: missing, and no entry says that it was removed.`,
    ]);
    rmSync(join(folder, 'SHA256SUMS'));
    expect(runVerifier(folder)).toMatchObject({
      code: 1,
      faults: expect.arrayContaining([expect.stringMatching(/^SHA256SUMS: ENOENT/)]),
    });
  });

  it('a file that was added, and one that became a link to another place', async () => {
    const folder = await bundleOf(await withText());
    writeFileSync(join(folder, 'texts', 'more'), '');
    renameSync(join(folder, 'report.html'), join(tempFolder(), 'report.html'));
    symlinkSync('/dev/null', join(folder, 'report.html'));
    expect(runVerifier(folder).faults).toEqual([
      'File report.html: missing.',
      'File texts/more: added, SHA256SUMS does not list it.',
    ]);
  });

  it('a list that leads out of the bundle', async () => {
    const folder = await bundleOf(await withText());
    appendFileSync(join(folder, 'SHA256SUMS'), `${'0'.repeat(64)}  ../secret\n`);
    expect(runVerifier(folder).faults).toEqual([expect.stringContaining('a line is not a digest')]);
  });

  it.each([
    [
      'a changed entry',
      (lines: string[]) => lines.with(1, (lines[1] ?? '').replace('ada@', 'eve@')),
      'Entry 2: its content does not match its hash.',
    ],
    [
      'an entry in another form',
      (lines: string[]) => lines.with(1, ` ${lines[1]}`),
      'Entry 2: its line is not an entry in canonical form.',
    ],
    ['a line that is none', (lines: string[]) => lines.with(2, '{'), 'Entry 3: its line is not JSON.'],
    [
      'a null',
      (lines: string[]) => lines.with(2, 'null'),
      'Entry 3: its line is not an entry in canonical form.',
    ],
    [
      'a removed entry',
      (lines: string[]) => lines.toSpliced(1, 1),
      'Entry 2: entry 2 is missing; 3 follows.',
    ],
    [
      'a half line',
      (lines: string[]) => [...lines.slice(0, -2), '{"a":'],
      'Entry 6: its last line does not end.',
    ],
  ])('%s', async (_, change, fault) => {
    const folder = await bundleOf(await withText());
    changeCovertly(folder, 'entries.jsonl', (text) => change(text.split('\n')).join('\n'));
    expect(runVerifier(folder)).toMatchObject({ code: 1, faults: expect.arrayContaining([fault]) });
  });

  it('a removed tail, by a checkpoint that was kept', async () => {
    const history = await withText();
    const outside = await history.keepOutside();
    const folder = await bundleOf(history);
    changeCovertly(folder, 'entries.jsonl', (text) => `${text.split('\n').slice(0, 3).join('\n')}\n`);
    for (const name of readdirSync(join(folder, 'checkpoints'))) {
      rmSync(join(folder, 'checkpoints', name));
      relist(folder, `checkpoints/${name}`);
    }
    expect(runVerifier(folder)).toMatchObject({ code: 1, faults: [] });
    expect(runVerifier(folder, '--checkpoint', outside)).toMatchObject({
      code: 1,
      faults: [`Checkpoint of ${outside} (cut-off: it vouches for 6 entries, and only 3 are there).`],
    });
    expect(runVerifier(folder, '--key', await history.publicKey()).faults).toEqual([
      expect.stringContaining('no checkpoint here was signed with the key that you gave'),
    ]);
  });

  it('a history that was rewritten with all hashes made again', async () => {
    const history = await withText();
    history.rewrite((entries) =>
      entries.map((entry) => (entry.seq === 5 ? { ...entry, actor: 'eve@example.com' } : entry)),
    );
    expect(runVerifier(await bundleOf(history))).toMatchObject({
      code: 1,
      faults: [
        'Checkpoint of entry 6 (rewritten: among entries 4 to 5 some are not what it vouches for, though all hashes match).',
      ],
    });
  });

  it('a history that was rewritten as a whole and signed anew, by the key and a checkpoint that were kept', async () => {
    const history = await withText();
    const outside = await history.keepOutside();
    const key = await history.publicKey();
    const forged = signingKeyFromSeed(key.split('+')[0] ?? '', Buffer.alloc(32, 7));
    history.rewrite((entries) =>
      entries
        .slice(0, 3)
        .map((entry) =>
          entry.kind === 'key.made'
            ? { ...entry, body: canonicalJson({ v: 1, public_key: forged.verifier.text }) }
            : { ...entry, actor: 'eve@example.com' },
        ),
    );
    const { root = '' } = await verifyHistory(history.world, {});
    const note = signCheckpoint({ size: 3, root }, forged);
    history.rewrite((entries) => [
      ...entries,
      ...entries.slice(0, 1).map((entry) => ({
        ...entry,
        id: 'another',
        kind: 'checkpoint.made',
        body: canonicalJson({ v: 1, size: 3, root, note }),
      })),
    ]);
    writeFileSync(`${history.path}.key`, `${forged.secretText}\n`);
    const folder = await bundleOf(history);
    expect(runVerifier(folder).code).toBe(0);
    expect(runVerifier(folder, '--key', key).code).toBe(1);
    expect(runVerifier(folder, '--key', key, '--checkpoint', outside).faults).toEqual([
      expect.stringContaining('(cut-off'),
      expect.stringContaining('no checkpoint here was signed with the key'),
    ]);
  });

  it('a checkpoint that was made up, and a file of one that was changed', async () => {
    const history = await withText();
    const outside = await history.keepOutside();
    const folder = await bundleOf(history);
    const [name = ''] = readdirSync(join(folder, 'checkpoints'));
    changeCovertly(folder, `checkpoints/${name}`, (note) => note.replace('\n3\n', '\n2\n'));
    const forged = join(tempFolder(), 'forged');
    writeFileSync(forged, readFileSync(outside, 'utf8').replace('\n6\n', '\n5\n'));
    expect(runVerifier(folder, '--checkpoint', forged).faults).toEqual([
      `File checkpoints/${name}: not what entry 4 records.`,
      `Checkpoint of entry 4 (rewritten: among entries 1 to 3 some are not what it vouches for, though all hashes match).`,
      `Checkpoint of ${forged} (forged: a key whose name it bears did not sign it).`,
    ]);
  });

  it('an entry whose time is none, as audit verify and audit review do', async () => {
    const history = await withText();
    const store = await openWritableHistory(
      { ...history.world, now: () => new Date('+010000-01-01T00:00:00.000Z') },
      {},
      { daily: 'leave to the caller' },
    );
    await store.append(() => [draft(runStarted('far'))]);
    const reviewed = await reviewHistory(history.world, store);
    await store.close();
    const at = '+010000-01-01T00:00:00.000Z';
    const proof = await verifyHistory(history.world, {});
    expect(proof.clock.malformed).toEqual([{ seq: 7, at }]);
    expect(isInOrder(proof)).toBe(false);
    expect(renderProof(proof)).toContain(`WRONG TIME: entry 7 is dated ${at}`);
    expect(reviewed).toMatchObject([{ seq: 7, kind: 'wrong time' }]);
    expect(runVerifier(await bundleOf(history))).toMatchObject({
      code: 1,
      faults: [`Entry 7: it is dated ${at}, which is no time.`],
    });
  });

  it.each([
    ['SHA256SUMS', 'a pipe', 'SHA256SUMS: it is not a file.'],
    ['entries.jsonl', 'a pipe', 'Entry 1: it is not a file.'],
    ['SHA256SUMS', 'one huge line', 'SHA256SUMS: it has a line of more than 64 MiB.'],
    ['entries.jsonl', 'one huge line', 'it has a line of more than 64 MiB.'],
  ])('that %s is %s, which it does not wait for', async (name, what, fault) => {
    const folder = await bundleOf(await withText());
    const path = join(folder, name);
    if (what === 'a pipe') {
      rmSync(path);
      makePipe(path);
    } else truncateSync(path, 2 ** 28);
    const { code, faults } = runVerifier(folder);
    expect(code).toBe(1);
    expect(faults.join('\n')).toContain(fault);
  });

  it('nothing in a way that commands a terminal', async () => {
    const folder = await bundleOf(await withText());
    writeFileSync(join(folder, 'x\u001b[2Jy'), '');
    expect(runVerifier(folder).faults).toEqual(['File x\ufffd[2Jy: added, SHA256SUMS does not list it.']);
  });
});

describe('the verifier, of what is made from the entries,', () => {
  const bundleFault = expect.stringMatching(/^Bundle: /);

  it.each([
    ['the report', 'report.html', (text: string) => text.replace('</h1>', ', all gates passed</h1>')],
    ['the first page', 'README.md', (text: string) => `${text}Use another key.\n`],
    ['a public key', /^keys\/.*\.pub$/, () => 'another\n'],
    ['the verifier itself, without its checks', 'verify.mjs', (text: string) => `${text}// none\n`],
  ])('finds a change that the list of digests covers up: %s', async (_, which, change) => {
    const history = await withText();
    const folder = await bundleOf(history);
    expect(runVerifier(folder)).toMatchObject({ code: 0, ofBundle: [] });
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const name = names.find((one) => (typeof which === 'string' ? one === which : which.test(one)));
    changeCovertly(folder, name ?? '', change);
    expect(runVerifier(folder)).toMatchObject({ code: 1, faults: [], ofBundle: [bundleFault] });
    expect(runVerifier(folder, '--key', await history.publicKey()).code).toBe(1);
  });

  it('finds a file that was added and listed', async () => {
    const folder = await bundleOf(await withText());
    writeFileSync(join(folder, 'minutes.html'), 'The gate was passed.');
    relist(folder, 'minutes.html', '0'.repeat(64));
    changeCovertly(folder, 'minutes.html', (text) => text);
    expect(runVerifier(folder)).toMatchObject({ code: 1, faults: [], ofBundle: [bundleFault] });
  });

  it('finds a revision of a document that is another text', async () => {
    const history = await withText();
    const text = toBlob('no secrets');
    const { body } = eventOf('artifact.revised');
    const event = { kind: 'artifact.revised' as const, body: { ...body, text: toEvidence('p.md', text) } };
    await history.record({ ...draft(event), blobs: [text] });
    const folder = await bundleOf(history);
    const [name = ''] = readdirSync(join(folder, 'artifacts'));
    changeCovertly(folder, `artifacts/${name}`, () => 'all secrets');
    expect(runVerifier(folder)).toMatchObject({
      code: 1,
      faults: [`File artifacts/${name}: not the text that an entry records.`],
    });
  });

  it('says so when nobody signed it, and when the signature is of another bundle', async () => {
    const history = await withText();
    const [one, other] = [await bundleOf(history), await bundleOf(await withText())];
    copyFileSync(join(other, 'SHA256SUMS.note'), join(one, 'SHA256SUMS.note'));
    expect(runVerifier(one)).toMatchObject({ code: 1, faults: [], ofBundle: [bundleFault] });
    rmSync(`${history.path}.key`);
    const unsigned = await bundleOf(history);
    expect(readFileSync(join(unsigned, 'README.md'), 'utf8')).toContain('This bundle is not signed');
    const { code, stdout, ofBundle } = runVerifier(unsigned);
    expect({ code, ofBundle }).toEqual({ code: 1, ofBundle: [bundleFault] });
    expect(stdout).toContain('Signed       no file of this bundle');
  });

  it('says in words what is proved, by which key, up to which entry, and what is a statement', async () => {
    const history = await withText();
    const key = await history.publicKey();
    const { stdout } = runVerifier(await bundleOf(history), '--key', key);
    expect(stdout).toContain('Vouched for  entries 1 to 5, by the key that you gave\n');
    expect(stdout).toContain(`Signed       every file of this bundle, by the key that you gave: ${key}\n`);
    expect(stdout).toContain('No checkpoint covers entries 6 to 6 yet');
    expect(stdout).toContain('Names, roles and times are statements of whoever recorded an entry');
  });
});

describe('the verifier, given a key,', () => {
  // Two keys with one name and one id, found by trying: the id has only 32 bits.
  const [honest, colliding] = [12481, 57712].map((number) => {
    const seed = Buffer.alloc(32);
    seed.writeUInt32BE(number);
    return signingKeyFromSeed('codex-cockpit/acme', seed);
  }) as [SigningKey, SigningKey];

  it('takes no other key for it that has the same name and the same id', async () => {
    expect(colliding.verifier.id).toBe(honest.verifier.id);
    expect(colliding.verifier.text).not.toBe(honest.verifier.text);
    const history = await withText();
    history.rewrite((entries) =>
      entries
        .slice(0, 3)
        .map((entry) =>
          entry.kind === 'key.made'
            ? { ...entry, body: canonicalJson({ v: 1, public_key: colliding.verifier.text }) }
            : entry,
        ),
    );
    const { root = '' } = await verifyHistory(history.world, {});
    const note = signCheckpoint({ size: 3, root }, colliding);
    history.rewrite((entries) => [
      ...entries,
      ...entries.slice(0, 1).map((entry) => ({
        ...{ ...entry, id: 'another', kind: 'checkpoint.made' },
        body: canonicalJson({ v: 1, size: 3, root, note }),
      })),
    ]);
    writeFileSync(`${history.path}.key`, `${colliding.secretText}\n`);
    const folder = await bundleOf(history);
    expect(runVerifier(folder, '--key', colliding.verifier.text).code).toBe(0);
    const { code, stdout, faults, ofBundle } = runVerifier(folder, '--key', honest.verifier.text);
    expect(code).toBe(1);
    expect(stdout).toContain('Vouched for  no entry');
    expect([...faults, ...ofBundle]).toEqual([
      expect.stringContaining('no checkpoint here was signed with the key that you gave'),
      expect.stringContaining('no key that counts here signed SHA256SUMS.note'),
    ]);
  });
});

/** OpenSSH is the machine's, not ours: without it there is nothing to try. */
const hasSshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

describe('the verifier, of sign-offs,', () => {
  const digest = 'aa';
  const signed = { phase: 'pilot', role: 'rollout owner', evidence_sha256: digest } as const;
  const facts = {
    ...{ rollout: 'Acme', phase: signed.phase, role: signed.role },
    ...{ person: 'ada@example.com', evidenceDigest: digest },
  };
  const statement = signOffStatement(facts, { nonce: 'n1', signedAt: '2026-11-20T12:00:00.000Z' });
  const roles = [signed.role];
  const recorded = (keys: string[]) =>
    draft({
      kind: 'person.recorded',
      body: { v: 1, email: 'ada@example.com', name: null, roles, keys },
    });
  const signOff = (signature: { statement: string; public_key: string; armored: string }, more = {}) =>
    draft({ kind: 'phase.signed', body: { v: 1, ...signed, ...more, signature } });

  /** What the verifier says of sign-offs in a history with these entries. */
  async function verified(...drafts: readonly Draft[]) {
    const history = await signedHistory();
    await history.record(...drafts);
    const { code, stdout, faults } = runVerifier(await bundleOf(history));
    return { code, said: /^Sign-offs +(.*)$/m.exec(stdout)?.[1], faults };
  }

  it.skipIf(!hasSshKeygen).each([
    ['ed25519', []],
    ['ecdsa', ['-b', '256']],
    ['ecdsa', ['-b', '384']],
    ['ecdsa', ['-b', '521']],
    ['rsa', ['-b', '2048']],
  ])('checks the signature that ssh-keygen made: %s %j', async (type, bits) => {
    const world = testWorld();
    const file = join(world.root, 'id');
    execFileSync('ssh-keygen', ['-q', '-t', type, ...bits, '-N', '', '-f', file]);
    const publicKey = readPublicKey(readFileSync(`${file}.pub`, 'utf8'), file);
    const { armored } = await signStatement(world, { file, publicKey }, statement);
    const signature = { statement, public_key: publicKey, armored };
    const forged = armored.replace(/.(?=\n.*\n-----END)/, (one) => (one === 'A' ? 'B' : 'A'));
    const other = statement.replace(digest, '00');
    const firstForm = signOffStatement(facts);
    const old = await signStatement(world, { file, publicKey }, firstForm);
    const person = 'Sign-off of entry';
    expect(
      await verified(
        recorded([]),
        signOff({ statement: firstForm, public_key: publicKey, armored: old.armored }),
        recorded([publicKey]),
        signOff(signature),
        signOff(signature),
        signOff({ ...signature, armored: forged, statement: other }, { evidence_sha256: '00' }),
        signOff(signature, { evidence_sha256: '00' }),
        signOff(signature, { v: 2, items: [{ item: 'pilot.made-up', state: 'satisfied', evidence: [] }] }),
        draft({ kind: 'phase.signed', body: { v: 1, ...signed, signature: null } }),
      ),
    ).toEqual({
      code: 1,
      said: '1 with a good SSH signature, 1 without one',
      faults: [
        `${person} 6 by ada@example.com: its SSH key was not recorded for that person.`,
        `${person} 9 by ada@example.com: this signature was given before, in entry 8.`,
        expect.stringMatching(/entry 10 by ada@example.com: its SSH signature (is bad|cannot be read)/),
        `${person} 11 by ada@example.com: what was signed has another evidence_sha256.`,
        `${person} 12 by ada@example.com: the evidence that the entry lists is not what was signed.`,
      ],
    });
  });

  it('names a key that is recorded for a second person, in whatever spelling, as audit verify does', async () => {
    const field = (bytes: string | Buffer) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(bytes));
      return Buffer.concat([length, Buffer.from(bytes)]);
    };
    const spelled = (kind: string, ...fields: readonly (string | Buffer)[]) =>
      `${kind} ${Buffer.concat([kind, ...fields].map(field)).toString('base64')}`;
    const person = (email: string, ...keys: string[]) =>
      draft({ kind: 'person.recorded', body: { v: 1, email, name: null, roles, keys } });
    const [point, n] = [Buffer.alloc(32, 7), Buffer.alloc(256, 0xc3)];
    const xy = Buffer.concat([Buffer.alloc(32, 3), Buffer.alloc(32, 5)]);
    const history = await signedHistory();
    await history.record(
      person('ada@example.com', spelled('ssh-ed25519', point), spelled('ssh-rsa', Buffer.of(3), n)),
      person('Ada@example.com', spelled('ssh-ed25519', point)),
      person('bob@example.com', spelled('sk-ssh-ed25519@openssh.com', point, 'ssh:'), 'no key'),
      person('cy@example.com', spelled('ssh-rsa', Buffer.of(5), Buffer.concat([Buffer.alloc(1), n]))),
      person('di@example.com', spelled('ecdsa-sha2-nistp256', 'nistp256', Buffer.concat([Buffer.of(4), xy]))),
      person(
        'eve@example.com',
        spelled('ecdsa-sha2-nistp256', 'nistp256', Buffer.concat([Buffer.of(2), xy.subarray(0, 32)])),
      ),
    );
    const { faults } = runVerifier(await bundleOf(history));
    expect(faults).toEqual([
      "Entry 7: it records an SSH key for bob@example.com that is ada@example.com's.",
      "Entry 8: it records an SSH key for cy@example.com that is ada@example.com's.",
      "Entry 10: it records an SSH key for eve@example.com that is di@example.com's.",
    ]);
    const { authority } = await verifyHistory(history.world, {});
    expect(authority.filter(({ kind }) => kind === 'shared key').map(({ seq }) => seq)).toEqual([7, 8, 10]);
  });

  it('checks the signature of a security key, and that somebody touched it', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const field = (bytes: string | Buffer) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(bytes));
      return Buffer.concat([length, Buffer.from(bytes)]);
    };
    const kind = 'sk-ssh-ed25519@openssh.com';
    const bare = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const blob = Buffer.concat([field(kind), field(bare), field('ssh:')]);
    const digest = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest();
    const head = [field('codex-cockpit'), field(''), field('sha256')];
    const message = Buffer.concat([Buffer.from('SSHSIG'), ...head, field(digest(statement))]);
    const signedBy = (flags: number) => {
      const used = Buffer.from([flags, 0, 0, 0, 9]);
      const bytes = sign(null, Buffer.concat([digest('ssh:'), used, digest(message)]), privateKey);
      const signature = Buffer.concat([field(kind), field(bytes), used]);
      const all = Buffer.concat([Buffer.from('SSHSIG\0\0\0\u0001'), field(blob), ...head, field(signature)]);
      const armored = `-----BEGIN SSH SIGNATURE-----\n${all.toString('base64')}\n-----END SSH SIGNATURE-----\n`;
      return { statement, public_key: `${kind} ${blob.toString('base64')}`, armored };
    };
    const touched = signedBy(1);
    expect(await verified(recorded([touched.public_key]), signOff(touched), signOff(signedBy(0)))).toEqual({
      code: 1,
      said: '1 with a good SSH signature, 0 without one',
      faults: ['Sign-off of entry 7 by ada@example.com: its SSH signature is bad.'],
    });
  });
});

describe('the verifier refuses', () => {
  it.each([
    [['/nowhere'], 'no such folder'],
    [['--key', 'nonsense'], 'not a public key'],
    [['--checkpoint', '/nowhere'], 'ENOENT'],
    [['--what'], "Unknown option '--what'"],
    [['a', 'b'], 'name one folder'],
  ])('%j', async (args, message) => {
    const folder = tempFolder();
    copyFileSync(resolve('data/verify.mjs'), join(folder, 'verify.mjs'));
    const { code, stdout } = runVerifier(folder, ...args);
    expect(code).toBe(2);
    expect(stdout).toContain(message);
  });
});

describe('the verifier and audit verify', () => {
  const changes: readonly (readonly [what: string, sql: (seq: number) => string])[] = [
    ['changes the actor', (seq) => `UPDATE entry SET actor = 'eve@example.com' WHERE seq = ${seq}`],
    ['changes the body', (seq) => `UPDATE entry SET body = '{"v":1}' WHERE seq = ${seq}`],
    ['breaks the body', (seq) => `UPDATE entry SET body = 'x' || char(10) WHERE seq = ${seq}`],
    ['changes the hash', (seq) => `UPDATE entry SET hash = upper(hash) WHERE seq = ${seq}`],
    ['removes an entry', (seq) => `DELETE FROM entry WHERE seq = ${seq}`],
    ['cuts the end off', (seq) => `DELETE FROM entry WHERE seq >= ${seq}`],
    ['changes a text', () => `UPDATE blob SET bytes = x'00' WHERE rowid = 1`],
    ['removes the texts', () => 'DELETE FROM blob'],
    ['changes nothing', () => 'SELECT 1'],
  ];
  const step = fc.oneof(
    fc.record({ what: fc.constant('record' as const), subject: fc.string({ unit: 'binary' }) }),
    fc.constant({ what: 'sign' as const, subject: '' }),
  );

  it('say the same of any history, and of what somebody did to it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        fc.constantFrom(...changes),
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
        async (steps, [, sql], seq, isInHand) => {
          const history = await withText();
          const outside = await history.keepOutside();
          for (const [n, { what, subject }] of steps.entries()) {
            if (what === 'sign') await history.sign();
            else await history.record(draft(runStarted(`r${n}`), { subject: subject.toWellFormed() }));
          }
          const key = await history.publicKey();
          history.tamper(sql(seq));
          const ours = await verifyHistory(
            history.world,
            {},
            isInHand ? { checkpoints: [outside], keys: [key] } : {},
          );
          const folder = await bundleOf(history);
          const theirs = runVerifier(folder, ...(isInHand ? ['--key', key, '--checkpoint', outside] : []));
          expect(theirs.stderr).toBe('');
          // Where every entry was removed, only the key beside the database tells: no bundle has it.
          if (ours.lost !== undefined && !isInHand) {
            expect(ours).toMatchObject({ whole: false, entries: 0 });
            return;
          }
          expect(theirs.faults.length === 0).toBe(ours.whole);
          // Nobody signs a bundle of what is not whole, nor of a history without a key.
          expect(theirs.code).toBe(ours.whole && theirs.ofBundle.length === 0 ? 0 : 1);
          expect(theirs.stdout).toContain(`Entries      ${ours.entries},`);
          if (ours.fault) expect(theirs.faults.join()).toContain(`Entry ${ours.fault.seq}: `);
          for (const digest of ours.damagedBlobs) expect(theirs.faults.join()).toContain(`Text ${digest}`);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});

it('is small enough to be read', () => {
  expect(readFileSync('data/verify.mjs', 'utf8').split('\n').length).toBeLessThan(560);
});
