import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rememberedPlace, rememberPlace } from '../../../../src/app/history/checkpoints/checkpoint-places.ts';
import { isCheckpointDue, makeCheckpoint } from '../../../../src/app/history/checkpoints/make-checkpoint.ts';
import {
  keyPath,
  replaceSigningKey,
  signingKey,
} from '../../../../src/app/history/checkpoints/signing-key.ts';
import { verifyHistory } from '../../../../src/app/history/verify-history.ts';
import { openWritableHistory } from '../../../../src/app/world/session.ts';
import { dayMs } from '../../../../src/domain/base/time/duration.ts';
import { parseCheckpoint } from '../../../../src/domain/history/checkpoints/checkpoint.ts';
import {
  judgeNote,
  parseSigningKey,
  parseVerifierKey,
  signingKeyFromSeed,
} from '../../../../src/domain/history/checkpoints/note-key.ts';
import { EMPTY_ROOT } from '../../../../src/domain/history/proof/merkle.ts';
import { draft, runStarted } from '../../../support/history.ts';
import { signedHistory } from '../../../support/signed-history.ts';
import { mode } from '../../../support/store-files.ts';
import { testWorld } from '../../../support/world.ts';

describe('a checkpoint', () => {
  it('is a note that the public key verifies, and an entry that carries it', async () => {
    const history = await signedHistory();
    const { note, size, root } = await history.sign();
    const read = parseCheckpoint(note);
    expect(read).toMatchObject({
      size,
      root,
      origin: expect.stringMatching(/^codex-cockpit\/[0-9a-f-]{36}$/),
    });
    expect(judgeNote(read.note, [parseVerifierKey(await history.publicKey())]).outcome).toBe('signed');
    await history.working(async (store) => {
      const made = (await store.entriesOfKind('checkpoint.made')).at(-1);
      expect(made?.seq).toBe(size + 1);
      expect(JSON.parse(made?.body ?? '')).toEqual({ v: 1, size, root, note });
    });
  });

  it('covers the one before, so that all of them are one history', async () => {
    const history = await signedHistory();
    const sizes = [(await history.sign()).size, (await history.sign()).size];
    expect(sizes).toEqual([4, 5]);
  });

  it('is not signed over a history that was changed: nothing may cover that up', async () => {
    const history = await signedHistory();
    history.tamper("UPDATE entry SET subject = 'x' WHERE seq = 2");
    await expect(history.sign()).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('nothing was signed: Entry 2: its content does not match its hash.'),
    });
  });

  it('is not signed, and the one that is kept is not written over, when the history does not extend it', async () => {
    const history = await signedHistory();
    await history.record();
    const outside = await history.keepOutside();
    const before = readFileSync(outside, 'utf8');
    history.tamper('DELETE FROM entry WHERE seq > 4');
    await expect(history.sign(outside)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('(cut-off)'),
    });
    expect(readFileSync(outside, 'utf8')).toBe(before);
    await history.working(async (store) => expect(await store.countEntries()).toBe(4));
  });

  it('of an empty history is refused', async () => {
    const world = testWorld();
    const store = await openWritableHistory(world, {});
    await expect(makeCheckpoint(world, store)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('the history is empty'),
    });
    expect((await store.verify()).root).toBe(EMPTY_ROOT);
    await store.close();
  });
});

describe('the second place of checkpoints', () => {
  it('is written to each time from then on: a folder gets a file a checkpoint', async () => {
    const history = await signedHistory();
    const folder = `${join(history.world.root, 'kept')}/`;
    await history.working((store) => rememberPlace(history.world, store, folder));
    const first = await history.sign();
    const second = await history.sign();
    expect(readdirSync(folder)).toHaveLength(2);
    expect(readFileSync(first.writtenTo[0] ?? '', 'utf8')).toBe(first.note);
    expect(readFileSync(second.writtenTo[0] ?? '', 'utf8')).toBe(second.note);
  });

  it('may be one file, which is replaced as a whole', async () => {
    const history = await signedHistory();
    const file = join(history.world.root, 'newest');
    await history.sign(file);
    const { note } = await history.sign(file);
    expect(readFileSync(file, 'utf8')).toBe(note);
    expect(readdirSync(history.world.root).filter((name) => name.includes('newest'))).toEqual(['newest']);
  });

  it('can be forgotten again', async () => {
    const history = await signedHistory();
    await history.working(async (store) => {
      await rememberPlace(history.world, store, 'kept/');
      expect(await rememberedPlace(store)).toBe(`${join(history.world.cwd, 'kept')}/`);
      await rememberPlace(history.world, store, undefined);
      expect(await rememberedPlace(store)).toBeUndefined();
    });
    expect((await history.sign()).writtenTo).toEqual([]);
  });

  it('that cannot be written is named, and the checkpoint is in the history all the same', async () => {
    const history = await signedHistory();
    await expect(history.sign(join(history.world.root, 'no', 'such', 'folder'))).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('could not be written there'),
    });
    await history.working(async (store) =>
      expect(await store.entriesOfKind('checkpoint.made')).toHaveLength(2),
    );
  });

  it('is chosen only by those who may', async () => {
    const history = await signedHistory();
    const eve = { ...history.world, as: 'eve@example.com' };
    await history.working((store) =>
      expect(rememberPlace(eve, store, '/tmp/x')).rejects.toMatchObject({ exitCode: 1 }),
    );
  });
});

describe('the daily checkpoint', () => {
  const tomorrow = (now: () => Date) => () => new Date(now().getTime() + dayMs);

  it('is signed by the first opening of a day, and no other', async () => {
    const history = await signedHistory();
    const world = { ...history.world, now: tomorrow(history.world.now) };
    for (const expected of [2, 2]) {
      const store = await openWritableHistory(world, {});
      expect(await store.entriesOfKind('checkpoint.made')).toHaveLength(expected);
      expect(await isCheckpointDue(world, store)).toBe(false);
      await store.close();
    }
  });

  it('is made for a database of before there were keys, which then gets one', async () => {
    const world = { ...testWorld(), as: 'ada@example.com' };
    const store = await openWritableHistory(world, {});
    await store.append(() => [draft(runStarted('r1'))]);
    await store.close();
    const later = await openWritableHistory({ ...world, now: tomorrow(world.now) }, {});
    expect((await Array.fromAsync(later.entries())).map(({ kind }) => kind)).toEqual([
      'run.started',
      'key.made',
      'checkpoint.made',
    ]);
    await later.close();
  });

  it('is made again though one was made under a clock that ran ahead, and once a day', async () => {
    const history = await signedHistory();
    const years = (ahead: number) => () => new Date(history.world.now().getTime() + ahead * 365 * dayMs);
    const signedAt = async (now: () => Date) => {
      const store = await openWritableHistory({ ...history.world, now }, {});
      const [size] = (await store.entriesOfKind('checkpoint.made')).slice(-1).map(({ seq }) => seq);
      await store.append(() => [draft(runStarted(`run-${Math.random()}`))]);
      await store.close();
      return size;
    };
    expect(await signedAt(years(5))).toBe(5);
    expect(await signedAt(history.world.now)).toBe(7);
    expect(await signedAt(history.world.now)).toBe(7);
  });

  it.skipIf(process.platform === 'win32')(
    'is for its owner alone, as is the folder that is made for it, whatever the umask',
    async () => {
      const history = await signedHistory();
      const before = process.umask(0);
      try {
        const folder = join(history.world.root, 'new', 'kept');
        const { writtenTo } = await history.sign(`${folder}/`);
        expect([mode(folder), mode(dirname(folder)), mode(writtenTo[0] ?? '')]).toEqual([
          '700',
          '700',
          '600',
        ]);
      } finally {
        process.umask(before);
      }
    },
  );

  it('that cannot be made is told, and stops nobody', async () => {
    const history = await signedHistory();
    rmSync(keyPath(history.path));
    const told: string[] = [];
    const world = {
      ...history.world,
      now: tomorrow(history.world.now),
      tell: (line: string) => void told.push(line),
    };
    const store = await openWritableHistory(world, {});
    await store.append(() => [draft(runStarted('r1'))]);
    await store.close();
    expect(told[0]).toMatch(
      /^warning: today's checkpoint was not made: .*the key that signs checkpoints is not there$/,
    );
    expect(told[1]).toContain('audit key --new');
  });
});

describe('the key', () => {
  it('lies beside the database for its owner alone, and never in it', async () => {
    const history = await signedHistory();
    const path = keyPath(history.path);
    const secret = readFileSync(path, 'utf8').trim().slice(-44);
    expect(mode(path)).toBe('600');
    expect(secret).toMatch(/^[A-Za-z0-9+/]{44}$/);
    for (const ending of ['', '-wal']) {
      const bytes = readFileSync(history.path + ending, { flag: 'a+' }).toString('latin1');
      expect(bytes).not.toContain(secret);
    }
  });

  it('that another one replaces stays until that is recorded, and is put aside though that was stopped', async () => {
    const history = await signedHistory();
    const path = keyPath(history.path);
    const before = readFileSync(path, 'utf8');
    await history.working((store) => replaceSigningKey(history.world, store));
    // As a program leaves it that was killed after it recorded the new one.
    renameSync(path, `${path}.next`);
    writeFileSync(path, before, { mode: 0o600 });
    const newest = await history.publicKey();
    await history.sign();
    expect(await history.publicKey()).toBe(newest);
    expect(readFileSync(path, 'utf8')).not.toBe(before);
    expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.next'))).toEqual([]);
    expect(await verifyHistory(history.world, {})).toMatchObject({ whole: true });
  });

  it('is one, though two processes make it at the same time', async () => {
    const world = { ...testWorld(), as: 'ada@example.com' };
    const stores = [await openWritableHistory(world, {}), await openWritableHistory(world, {})];
    await stores[0]?.append(() => [draft(runStarted('r1'))]);
    const keys = await Promise.all(stores.map((store) => signingKey(world, store)));
    expect(new Set(keys.map(({ secretText }) => secretText)).size).toBe(1);
    expect(await stores[0]?.entriesOfKind('key.made')).toHaveLength(1);
    for (const store of stores) await store.close();
  });

  it.skipIf(process.platform === 'win32')('that others can read is not used', async () => {
    const history = await signedHistory();
    chmodSync(keyPath(history.path), 0o644);
    await expect(history.sign()).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('others can read or change the key'),
    });
  });

  it.each([
    ['damaged', () => 'PRIVATE+KEY+nonsense-instead-of-a-key', /not a private key/],
    [
      'of another history',
      (other: string) => other,
      /is another history than the one whose key is beside it/,
    ],
  ])('that is %s is refused, and its text never shown', async (_, content, message) => {
    const [ours, theirs] = [await signedHistory(), await signedHistory()];
    const text = content(readFileSync(keyPath(theirs.path), 'utf8'));
    writeFileSync(keyPath(ours.path), text);
    const refused = await ours.sign().catch((cause: Error) => cause.message);
    expect(refused).toMatch(message);
    expect(refused).not.toContain(text.trim().slice(-20));
  });

  it('can be replaced: what the old one signed stays valid, and the old file is kept', async () => {
    const history = await signedHistory();
    const outside = await history.keepOutside();
    const before = await history.publicKey();
    await history.working((store) => replaceSigningKey(history.world, store));
    expect(await history.publicKey()).not.toBe(before);
    await history.sign();
    expect(await verifyHistory(history.world, {}, { checkpoints: [outside] })).toMatchObject({ whole: true });
    const folder = join(history.path, '..');
    expect(readdirSync(folder).filter((name) => name.includes('.key'))).toHaveLength(2);
  });

  it('is not taken from a file that somebody put in its place, though it bears the right name', async () => {
    const history = await signedHistory();
    const ours = readFileSync(keyPath(history.path), 'utf8');
    const other = signingKeyFromSeed(parseSigningKey(ours).verifier.name, Buffer.alloc(32, 7));
    writeFileSync(keyPath(history.path), `${other.secretText}\n`);
    await expect(history.sign()).rejects.toThrow(
      'the key in this file is not the one that the history names',
    );
    expect(await history.working((store) => store.entriesOfKind('key.made'))).toHaveLength(1);
    writeFileSync(keyPath(history.path), ours);
    await history.sign();
  });

  it('is replaced only by those who may', async () => {
    const history = await signedHistory();
    const eve = { ...history.world, as: 'eve@example.com' };
    await history.working((store) =>
      expect(replaceSigningKey(eve, store)).rejects.toMatchObject({ exitCode: 1 }),
    );
  });
});

it('writes into a folder that is there without a slash at its end', async () => {
  const history = await signedHistory();
  const folder = join(history.world.root, 'kept');
  mkdirSync(folder);
  const { writtenTo } = await history.sign(folder);
  expect(writtenTo[0]).toMatch(/kept\/codex-cockpit_[0-9a-f-]+\.000000004\.checkpoint$/);
});
