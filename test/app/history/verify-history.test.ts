import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rememberPlace } from '../../../src/app/history/checkpoints/checkpoint-places.ts';
import { makeCheckpoint } from '../../../src/app/history/checkpoints/make-checkpoint.ts';
import { verifyHistory } from '../../../src/app/history/verify-history.ts';
import { openWritableHistory } from '../../../src/app/world/session.ts';
import { dayMs } from '../../../src/domain/base/time/duration.ts';
import { signCheckpoint } from '../../../src/domain/history/checkpoints/checkpoint.ts';
import { signingKeyFromSeed } from '../../../src/domain/history/checkpoints/note-key.ts';
import type { Entry } from '../../../src/domain/history/entry/entry.ts';
import { draft, runFinished, runStarted } from '../../support/history.ts';
import { type SignedHistory, signedHistory } from '../../support/signed-history.ts';

const verify = (history: SignedHistory, inHand = {}) => verifyHistory(history.world, {}, inHand);

/** What was found of the checkpoints: where and how. */
async function states(history: SignedHistory, inHand = {}) {
  const { checkpoints } = await verify(history, inHand);
  return checkpoints.map(({ source, state }) => [source, state]);
}

describe('an honest history', () => {
  it('is whole, and extends every checkpoint of it, inside and outside', async () => {
    const history = await signedHistory();
    const first = await history.keepOutside('first');
    await history.record();
    const second = await history.keepOutside('second');
    await history.record();
    const proof = await verify(history, { checkpoints: [first, second] });
    expect(proof).toMatchObject({ whole: true, entries: 8, root: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(proof.checkpoints.map(({ source, size, state }) => [source, size, state])).toEqual([
      ['entry 4', 3, 'extended'],
      ['entry 5', 4, 'extended'],
      ['entry 7', 6, 'extended'],
      [first, 4, 'extended'],
      [second, 6, 'extended'],
    ]);
  });

  it('is never accused, whatever was recorded and whenever it was signed', async () => {
    const step = fc.oneof(
      fc.record({ what: fc.constant('record' as const), subject: fc.string({ unit: 'grapheme' }) }),
      fc.constant({ what: 'sign' as const, subject: '' }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const history = await signedHistory();
        const outside: string[] = [];
        for (const [n, { what, subject }] of steps.entries()) {
          if (what === 'sign') outside.push(await history.keepOutside(`${n}.checkpoint`));
          else await history.record(draft(runStarted(`r${n}`), { subject }), draft(runFinished(`r${n}`)));
        }
        const keys = [await history.publicKey()];
        const proof = await verify(history, { checkpoints: outside, keys });
        expect(proof).toMatchObject({ whole: true, fault: undefined });
        expect(proof.checkpoints.every(({ state }) => state === 'extended')).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  it('is held against a whole folder of checkpoints', async () => {
    const history = await signedHistory();
    const folder = join(history.world.root, 'kept');
    mkdirSync(folder);
    await history.sign(folder);
    await history.sign(folder);
    const proof = await verify(history, { checkpoints: [folder] });
    expect(proof.checkpoints.filter(({ kept }) => kept === 'outside')).toHaveLength(2);
    expect(proof.whole).toBe(true);
  });
});

describe('a folder that several histories share', () => {
  it('accuses none of them of the checkpoints of another', async () => {
    const [ours, theirs] = [await signedHistory(), await signedHistory()];
    const folder = join(ours.world.root, 'kept');
    mkdirSync(folder);
    for (const history of [theirs, ours, theirs, ours]) await history.sign(folder);
    for (const history of [ours, theirs]) {
      const proof = await verify(history, { checkpoints: [folder] });
      expect(proof.whole).toBe(true);
      expect(proof.checkpoints.filter(({ kept }) => kept === 'outside')).toHaveLength(2);
    }
  });

  it('is named as foreign when it holds nothing of this one', async () => {
    const [ours, theirs] = [await signedHistory(), await signedHistory()];
    const folder = join(ours.world.root, 'kept');
    mkdirSync(folder);
    await theirs.sign(folder);
    expect((await states(ours, { checkpoints: [folder] })).at(-1)?.[1]).toBe('foreign');
  });
});

describe('a tampered entry', () => {
  it('is named, and the checkpoints behind it cannot be vouched for', async () => {
    const history = await signedHistory();
    const outside = await history.keepOutside();
    history.tamper("UPDATE entry SET actor = 'eve@example.com' WHERE seq = 2");
    expect(await verify(history, { checkpoints: [outside] })).toMatchObject({
      whole: false,
      entries: 1,
      root: undefined,
      fault: { seq: 2, reason: 'its content does not match its hash' },
    });
    expect(await states(history, { checkpoints: [outside] })).toEqual([
      ['entry 4', 'not-reached'],
      ['entry 5', 'not-reached'],
      [outside, 'not-reached'],
    ]);
  });
});

describe('a removed tail', () => {
  it('is named by a checkpoint that was kept outside, with how much is missing', async () => {
    const history = await signedHistory();
    await history.record();
    const outside = await history.keepOutside();
    history.tamper('DELETE FROM entry WHERE seq > 4');
    const proof = await verify(history, { checkpoints: [outside] });
    expect(proof).toMatchObject({ whole: false, entries: 4, fault: undefined });
    expect(proof.checkpoints.at(-1)).toMatchObject({
      source: outside,
      state: 'cut-off',
      reason: 'the end of the history was cut off: it vouches for 5 entries, and only 4 are there',
    });
  });

  it('is found without anything in hand where a second place is remembered', async () => {
    const history = await signedHistory();
    const folder = join(history.world.root, 'kept/');
    await history.working((store) => rememberPlace(history.world, store, folder));
    await history.record();
    await history.sign();
    history.tamper('DELETE FROM entry WHERE seq > 5');
    expect((await states(history)).at(-1)).toEqual([expect.stringContaining(folder), 'cut-off']);
  });

  it('of everything is found too', async () => {
    const history = await signedHistory();
    const outside = await history.keepOutside();
    for (const ending of ['', '-wal', '-shm']) rmSync(history.path + ending, { force: true });
    expect(await verify(history, { checkpoints: [outside] })).toMatchObject({
      whole: false,
      entries: 0,
      checkpoints: [{ source: outside, state: 'cut-off' }],
    });
  });

  // docs/security-model.md says so: only a checkpoint that is kept elsewhere shows it.
  it('is not seen by somebody with nothing in hand', async () => {
    const history = await signedHistory();
    await history.keepOutside();
    history.tamper('DELETE FROM entry WHERE seq > 4');
    expect(await verify(history)).toMatchObject({ whole: true, entries: 4 });
  });
});

describe('a rewritten history', () => {
  it('with all hashes made again is named by its own checkpoints, with where it begins', async () => {
    const history = await signedHistory();
    await history.record();
    await history.sign();
    history.rewrite((entries) =>
      entries.map((entry) => (entry.seq === 5 ? { ...entry, actor: 'eve@example.com' } : entry)),
    );
    const proof = await verify(history);
    expect(proof).toMatchObject({ whole: false, entries: 6, fault: undefined });
    expect(proof.checkpoints).toMatchObject([
      { source: 'entry 4', state: 'extended' },
      {
        source: 'entry 6',
        state: 'rewritten',
        reason:
          'the history was rewritten: among entries 4 to 5 some are not what it vouches for, though all hashes match',
      },
    ]);
  });

  it.each([
    ['left out', (entries: readonly Entry[]) => entries.toSpliced(1, 1)],
    [
      'put in between',
      (entries: readonly Entry[]) =>
        entries.flatMap((entry) => (entry.seq === 2 ? [{ ...entry, id: 'between' }, entry] : [entry])),
    ],
  ])('in which an entry was %s is named too', async (_, change) => {
    const history = await signedHistory();
    history.rewrite(change);
    expect((await states(history)).at(-1)?.[1]).toBe('rewritten');
  });

  it('without its checkpoints is named by one that was kept outside and the public key', async () => {
    const history = await signedHistory();
    const outside = await history.keepOutside();
    const key = await history.publicKey();
    history.rewrite((entries) =>
      entries
        .filter(({ kind }) => kind === 'rollout.started' || kind === 'person.recorded')
        .concat(entries.slice(0, 1).map((entry) => ({ ...entry, id: 'x', kind: 'run.started' })))
        .concat(entries.slice(0, 1).map((entry) => ({ ...entry, id: 'y', kind: 'run.started' }))),
    );
    expect(await states(history, { checkpoints: [outside], keys: [key] })).toEqual([[outside, 'rewritten']]);
    // Without the key anybody could have written that file.
    expect(await states(history, { checkpoints: [outside] })).toEqual([[outside, 'unknown-key']]);
  });

  it('that was signed again with another key is named by the old one', async () => {
    const history = await signedHistory();
    const outside = await history.keepOutside();
    const key = await history.publicKey();
    rmSync(`${history.path}.key`);
    history.rewrite((entries) =>
      entries.filter(({ seq }) => seq < 3).map((entry) => ({ ...entry, actor: 'eve' })),
    );
    await history.sign();
    await history.record();
    expect((await verify(history)).whole).toBe(true);
    expect((await states(history, { checkpoints: [outside], keys: [key] })).at(-1)).toEqual([
      outside,
      'rewritten',
    ]);
  });
});

describe('a checkpoint that says nothing of this history', () => {
  it('because it is of another one is named as foreign', async () => {
    const [ours, theirs] = [await signedHistory(), await signedHistory()];
    const outside = await theirs.keepOutside();
    expect((await states(ours, { checkpoints: [outside] })).at(-1)).toEqual([outside, 'foreign']);
  });

  it('because its text was changed is named as forged', async () => {
    const history = await signedHistory();
    const outside = await history.keepOutside();
    writeFileSync(outside, readFileSync(outside, 'utf8').replace('\n4\n', '\n3\n'));
    expect((await states(history, { checkpoints: [outside] })).at(-1)).toEqual([outside, 'forged']);
  });

  it('because anybody signed it is not believed, even when it accuses', async () => {
    const history = await signedHistory();
    const name = (await history.publicKey()).split('+')[0] ?? '';
    const bogus = join(history.world.root, 'bogus');
    const stranger = signingKeyFromSeed(name, Buffer.alloc(32, 1));
    writeFileSync(bogus, signCheckpoint({ size: 3, root: 'ab'.repeat(32) }, stranger));
    expect((await states(history, { checkpoints: [bogus] })).at(-1)).toEqual([bogus, 'unknown-key']);
  });

  it('because the file is not there is a clear refusal', async () => {
    const history = await signedHistory();
    await expect(verify(history, { checkpoints: [join(history.world.root, 'none')] })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/no such file/),
    });
  });

  it.each([
    ['is something else', (path: string) => writeFileSync(path, 'Dear Ada,\n'), /not a signed note/],
    ['is a database', (path: string, other: string) => copyFileSync(other, path), /checkpoint file/],
    ['is a folder', (path: string) => mkdirSync(path), /not a checkpoint file/],
    ['is a pipe', (path: string) => execFileSync('mkfifo', [path]), /not a checkpoint file/],
  ])('because the file %s is named, and hides nothing', async (_, make, reason) => {
    const history = await signedHistory();
    const folder = join(history.world.root, 'kept');
    mkdirSync(folder);
    await history.sign(folder);
    const path = join(folder, 'in-hand.checkpoint');
    make(path, history.path);
    const proof = await verify(history, { checkpoints: [folder] });
    expect(proof).toMatchObject({ whole: false, fault: undefined, damagedBlobs: [] });
    expect(proof.checkpoints.slice(-2)).toMatchObject([
      { state: 'extended' },
      { source: path, state: 'unreadable', reason: expect.stringMatching(reason) },
    ]);
  });
});

describe('a bad file in the place that is remembered', () => {
  /** A history that lost its end, the checkpoint in its remembered place that shows it, and a bad file beside. */
  async function cutOff(place: string, bad: (folder: string) => void) {
    const history = await signedHistory();
    const folder = join(history.world.root, 'kept');
    mkdirSync(folder);
    await history.working((store) => rememberPlace(history.world, store, join(folder, place)));
    await history.record();
    await history.sign();
    history.tamper('DELETE FROM entry WHERE seq > 5');
    bad(folder);
    return { history, folder };
  }

  it('is named, and does not hide that the end was cut off', async () => {
    const { history, folder } = await cutOff('./', (folder) => {
      writeFileSync(join(folder, 'a.checkpoint'), 'Dear Ada,\n');
    });
    const proof = await verify(history);
    expect(proof.whole).toBe(false);
    expect(proof.unseen).toEqual([]);
    expect(proof.checkpoints.slice(-2)).toMatchObject([
      { source: expect.stringContaining('.000000006.checkpoint'), state: 'cut-off' },
      { source: join(folder, 'a.checkpoint'), state: 'unreadable' },
    ]);
  });

  it.each(['./', 'one.checkpoint'])(
    'is not taken for a good one when it is the only one: %s',
    async (place) => {
      const { history } = await cutOff(place, (folder) => {
        for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'Dear Ada,\n');
      });
      expect(await verify(history)).toMatchObject({
        whole: false,
        checkpoints: expect.arrayContaining([expect.objectContaining({ state: 'unreadable' })]),
      });
    },
  );

  it('whose line ends were changed still shows it, and that is told', async () => {
    const { history } = await cutOff('./', (folder) => {
      for (const name of readdirSync(folder)) {
        const text = readFileSync(join(folder, name), 'utf8');
        writeFileSync(join(folder, name), text.replaceAll('\n', '\r\n'));
      }
    });
    expect((await verify(history)).checkpoints.at(-1)).toMatchObject({
      state: 'cut-off',
      remark: expect.stringContaining('CRLF'),
    });
  });

  it('does not end the signing, is told of, and is never written over', async () => {
    const history = await signedHistory();
    const folder = join(history.world.root, 'kept');
    mkdirSync(folder);
    await history.working((store) => rememberPlace(history.world, store, `${folder}/`));
    const { writtenTo } = await history.sign();
    const [kept = ''] = writtenTo;
    const bad = kept.replace(/\d+\.checkpoint$/, '000000008.checkpoint');
    writeFileSync(bad, 'Dear Ada,\n');
    const told: string[] = [];
    await history.record();
    await history.working(async (store) => {
      await makeCheckpoint({ ...history.world, tell: (line) => void told.push(line) }, store);
      await expect(makeCheckpoint(history.world, store)).rejects.toThrow('that is no checkpoint');
      await makeCheckpoint(history.world, store);
    });
    expect(told).toEqual([
      expect.stringMatching(/^warning: .*000000008\.checkpoint says nothing of the history/),
    ]);
    expect(readFileSync(bad, 'utf8')).toBe('Dear Ada,\n');
    expect(readdirSync(folder)).toHaveLength(4);
  });
});

it('tells of a second place that is away, and proves nothing by it', async () => {
  const history = await signedHistory();
  const folder = join(history.world.root, 'kept/');
  await history.working((store) => rememberPlace(history.world, store, folder));
  expect(await verify(history)).toMatchObject({
    whole: true,
    unseen: [{ place: folder, reason: expect.stringContaining('no such file') }],
  });
});

it('takes a public key as itself or in a file, and refuses anything else', async () => {
  const history = await signedHistory();
  const outside = await history.keepOutside();
  const file = join(history.world.root, 'key.pub');
  writeFileSync(file, `${await history.publicKey()}\n`);
  expect(await verify(history, { checkpoints: [outside], keys: [file] })).toMatchObject({ whole: true });
  await expect(verify(history, { keys: ['nonsense'] })).rejects.toMatchObject({ exitCode: 2 });
});

it('names entries that a wrong clock dated, and they stay whole', async () => {
  const history = await signedHistory();
  const { world } = history;
  const at = async (years: number) => {
    const store = await openWritableHistory(
      { ...world, now: () => new Date(world.now().getTime() + years * 365 * dayMs) },
      {},
      { daily: 'leave to the caller' },
    );
    await store.append(() => [draft(runStarted(`r${years}`))]);
    await store.close();
  };
  await at(5);
  await at(0);
  expect(await verify(history)).toMatchObject({
    whole: true,
    clock: { backwards: [{ seq: 6 }], ahead: [{ seq: 5 }] },
  });
});
