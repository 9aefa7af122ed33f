import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkEntryProof, proveEntry } from '../../../src/app/history/entry-proof.ts';
import { formatEntryProof, parseEntryProof } from '../../../src/domain/history/proof/entry-proof.ts';
import { draft, runStarted } from '../../support/history.ts';
import { type SignedHistory, signedHistory } from '../../support/signed-history.ts';
import { testWorld } from '../../support/world.ts';

const hostile = 'a "quoted" subject, é, \u{1f980}, and a line\nbreak';

async function history(): Promise<SignedHistory> {
  const made = await signedHistory();
  await made.record(...Array.from({ length: 9 }, (_, n) => draft(runStarted(`r${n}`), { subject: hostile })));
  await made.sign();
  return made;
}

const prove = (of: SignedHistory, seq: number) => of.working((store) => proveEntry(store, seq));

/** Checks a proof in a world that has nothing else. */
async function check(text: string, keys: readonly string[]) {
  const world = testWorld();
  const file = join(world.root, 'entry.tlog-proof');
  writeFileSync(file, text);
  return checkEntryProof(world, file, keys);
}

describe('the proof of an entry', () => {
  it('convinces somebody who has nothing but the public key, for every entry', async () => {
    const made = await history();
    const key = await made.publicKey();
    const entries = await made.working((store) => Array.fromAsync(store.entries()));
    for (const { hash, body, origin, ...entry } of entries.slice(0, -1)) {
      const { proved, ...rest } = await check(formatEntryProof(await prove(made, entry.seq)), [key]);
      expect(proved).toBe(true);
      expect(rest).toMatchObject({
        entry: { ...entry, body: JSON.parse(body), origin: JSON.parse(origin ?? '') },
      });
      expect(hash).toHaveLength(64);
    }
  });

  it('is a file of the C2SP form, which reads back as it was', async () => {
    const proof = await prove(await history(), 2);
    const text = formatEntryProof(proof);
    expect(text.split('\n').slice(0, 3)).toEqual([
      'c2sp.org/tlog-proof@v1',
      expect.stringMatching(/^extra [A-Za-z0-9+/]+=*$/),
      'index 1',
    ]);
    expect(parseEntryProof(text)).toEqual(proof);
  });

  it('is refused for an entry that is not there, and one that no checkpoint covers yet', async () => {
    const made = await history();
    await expect(prove(made, 99)).rejects.toMatchObject({ exitCode: 2, message: 'there is no entry 99' });
    await made.record();
    await expect(prove(made, 15)).rejects.toMatchObject({
      exitCode: 2,
      message: 'no checkpoint covers entry 15 yet',
      next: expect.stringContaining('audit checkpoint'),
    });
  });
});

describe('a proof that does not hold', () => {
  it('because the entry was changed', async () => {
    const made = await history();
    const proof = await prove(made, 2);
    const forged = { ...proof, preimage: proof.preimage.replace('ada@example.com', 'eve@example.com') };
    expect(await check(formatEntryProof(forged), [await made.publicKey()])).toEqual({
      proved: false,
      reason: 'the entry is not in the history that was signed',
    });
  });

  it('because it claims another place', async () => {
    const made = await history();
    const proof = await prove(made, 2);
    for (const index of [0, 2, 400])
      expect(await check(formatEntryProof({ ...proof, index }), [await made.publicKey()])).toMatchObject({
        proved: false,
      });
  });

  it('because somebody else signed it', async () => {
    const [made, other] = [await history(), await history()];
    const text = formatEntryProof(await prove(made, 2));
    expect(await check(text, [await other.publicKey()])).toMatchObject({
      proved: false,
      reason: 'its checkpoint is not signed by the key given',
    });
  });

  it('because the checkpoint in it was changed', async () => {
    const made = await history();
    const proof = await prove(made, 2);
    const forged = { ...proof, checkpoint: proof.checkpoint.replace('\n13\n', '\n14\n') };
    expect(await check(formatEntryProof(forged), [await made.publicKey()])).toMatchObject({
      proved: false,
      reason: expect.stringContaining('did not sign its checkpoint'),
    });
  });
});

describe('a file that is no proof', () => {
  it.each([
    ['empty', () => ''],
    ['of another version', (text: string) => text.replace('@v1', '@v2')],
    ['without the entry', (text: string) => text.replace(/extra .*\n/, '')],
    ['without a place', (text: string) => text.replace(/index .*\n/, '')],
    ['with a place before zero', (text: string) => text.replace(/index .*\n/, 'index -1\n')],
    ['with a hash cut short', (text: string) => text.replace(/(index \d+\n)..../, '$1')],
    ['without a checkpoint', (text: string) => `${text.split('\n\n')[0]}\n\n`],
  ])('is refused in one clear message when it is %s', async (_, change) => {
    const made = await history();
    const text = change(formatEntryProof(await prove(made, 2)));
    await expect(check(text, [await made.publicKey()])).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/tlog-proof: not a (proof of an entry|signed note|checkpoint): /),
    });
  });

  it('is refused when it is not there, and so is one without a key to trust', async () => {
    const world = testWorld();
    const key = await (await signedHistory()).publicKey();
    await expect(checkEntryProof(world, 'nowhere', [key])).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('there is no such file'),
    });
    await expect(checkEntryProof(world, 'nowhere', [])).rejects.toMatchObject({
      exitCode: 2,
      message: 'a proof means nothing without the public key of the history',
    });
  });
});

describe('an entry that somebody changed', () => {
  it('is not proved: nothing is given out', async () => {
    const made = await history();
    made.tamper("UPDATE entry SET actor = 'eve@example.com' WHERE seq = 6");
    await expect(prove(made, 6)).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('entry 6 is not as it was recorded'),
    });
  });

  it('is not proved when all hashes were made again', async () => {
    const made = await history();
    made.rewrite((entries) =>
      entries.map((entry) => (entry.seq === 6 ? { ...entry, actor: 'eve@example.com' } : entry)),
    );
    await expect(prove(made, 6)).rejects.toMatchObject({
      exitCode: 1,
      message: 'entry 6 cannot be proved: the entry is not in the history that was signed',
    });
    // What a checkpoint proves is proved, whatever came to pass elsewhere.
    expect(await prove(await history(), 6)).toMatchObject({ index: 5 });
  });
});
