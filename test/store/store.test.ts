import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import { MAX_BLOB_BYTES, toBlob, toEvidence } from '../../src/store/blob.ts';
import { migrate, migrations } from '../../src/store/migrate.ts';
import { openReadStore, openStore, storeExists } from '../../src/store/open.ts';
import type { Tables } from '../../src/store/schema.ts';
import {
  checkFinished,
  draft,
  rolloutStarted,
  runFinished,
  runStarted,
  testSource,
  testStore,
} from '../support/history.ts';
import { tempFolder } from '../support/temp.ts';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('the database file', () => {
  it('is for its owner only, with the log beside it and a folder that was made for it', async () => {
    const path = join(tempFolder(), 'new', 'cockpit.db');
    const store = await testStore(path);
    await store.append(() => [draft(rolloutStarted)]);
    expect([mode(join(path, '..')), mode(path), mode(`${path}-wal`), mode(`${path}-shm`)]).toEqual([
      '700',
      '600',
      '600',
      '600',
    ]);
  });

  it('is never made by reading', async () => {
    const path = join(tempFolder(), 'none.db');
    await expect(openReadStore(path)).rejects.toThrow(path);
    expect(storeExists(path)).toBe(false);
  });

  it('of a newer program is refused and left as it is', async () => {
    const { path, close } = await testStore();
    await close();
    const raw = new Database(path);
    raw.pragma('user_version = 99');
    raw.close();
    const before = readFileSync(path);
    for (const open of [() => openStore(path, testSource()), () => openReadStore(path)]) {
      await expect(open()).rejects.toMatchObject({
        exitCode: 78,
        message: expect.stringContaining('has version 99'),
      });
    }
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('of another program is refused and left as it is', async () => {
    const path = join(tempFolder(), 'other.db');
    const raw = new Database(path);
    raw.exec('CREATE TABLE recipe (name TEXT)');
    raw.close();
    const before = readFileSync(path);
    await expect(openStore(path, testSource())).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('not a cockpit database'),
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('that is no database at all gets one clear message', async () => {
    const path = join(tempFolder(), 'letter.db');
    writeFileSync(
      path,
      'Dear Ada, this is not a database but a letter of more than a hundred bytes, as you can see.'.repeat(
        20,
      ),
    );
    await expect(openStore(path, testSource())).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('not a readable cockpit database'),
    });
  });

  it('is backed up before it is migrated', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    const store = await openStore(path, testSource());
    await store.append(() => [draft(rolloutStarted)]);
    await store.close();
    const raw = new Database(path);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) });
    await migrate({ raw, db, path }, [...migrations, async () => undefined]);
    expect(raw.pragma('user_version', { simple: true })).toBe(2);
    raw.close();
    const backup = new Database(`${path}.v1.bak`, { readonly: true });
    expect(backup.prepare('SELECT count(*) FROM entry').pluck().get()).toBe(1);
    backup.close();
  });
});

describe('the log', () => {
  const attempts = [
    ['an UPDATE of an entry', "UPDATE entry SET body = '{}'"],
    ['a DELETE of an entry', 'DELETE FROM entry'],
    [
      'an INSERT OR REPLACE of an entry',
      "INSERT OR REPLACE INTO entry SELECT seq, id, at, 'mallory', kind, subject, body, prev_hash, hash FROM entry WHERE seq = 1",
    ],
    [
      'a replacement under a new number',
      "INSERT OR REPLACE INTO entry SELECT 3, id, at, 'mallory', kind, subject, body, prev_hash, hash FROM entry WHERE seq = 1",
    ],
    [
      'a fork behind an old entry',
      "INSERT INTO entry SELECT 3, 'x', at, actor, kind, subject, body, prev_hash, 'y' FROM entry WHERE seq = 2",
    ],
    [
      'a gap',
      "INSERT INTO entry SELECT 9, 'x', at, actor, kind, subject, body, hash, 'y' FROM entry WHERE seq = 2",
    ],
    ['an UPDATE of a blob', "UPDATE blob SET bytes = x'00'"],
    ['a DELETE of a blob', 'DELETE FROM blob'],
    ['an INSERT OR REPLACE of a blob', "INSERT OR REPLACE INTO blob SELECT sha256, x'00', 1, NULL FROM blob"],
  ] as const;

  it.each(attempts)('refuses %s, from any client', async (_, statement) => {
    const store = await testStore();
    const blob = toBlob('codex-cli 0.139.0\n');
    await store.append(() => [
      draft(runStarted('r1')),
      draft(checkFinished('r1', 'cli.version', [toEvidence('codex --version', blob)]), { blobs: [blob] }),
    ]);
    const raw = new Database(store.path);
    expect(() => raw.exec(statement)).toThrow('the history is append-only');
    raw.close();
    expect((await store.verify()).whole).toBe(true);
  });

  it('records nothing when the decision throws', async () => {
    const store = await testStore();
    await expect(store.append(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await store.countEntries()).toBe(0);
  });

  it('records nothing when one of several entries is refused', async () => {
    const store = await testStore();
    await expect(
      store.append(() => [draft(runStarted('r1')), draft(rolloutStarted), draft(rolloutStarted)]),
    ).rejects.toThrow();
    expect(await store.countEntries()).toBe(0);
    expect(await store.runs(9)).toEqual([]);
  });

  it('records nothing that it could not read again', async () => {
    const store = await testStore();
    const broken = { kind: 'rollout.started', body: { v: 1, name: 3, pin: '' } } as never;
    await expect(store.append(() => [draft(broken)])).rejects.toThrow();
    expect(await store.countEntries()).toBe(0);
  });

  it('gives entries in both directions, page by page', async () => {
    const store = await testStore();
    await store.append(() => Array.from({ length: 2100 }, (_, n) => draft(runStarted(`r${n}`))));
    const seqs = async (range: Parameters<typeof store.entries>[0]) =>
      (await Array.fromAsync(store.entries(range))).map(({ seq }) => seq);
    expect(await seqs({ limit: 3 })).toEqual([1, 2, 3]);
    expect(await seqs({ after: 2098 })).toEqual([2099, 2100]);
    expect(await seqs({ newestFirst: true, limit: 2 })).toEqual([2100, 2099]);
    expect(await seqs({ newestFirst: true, after: 2098 })).toEqual([2100, 2099]);
    expect(await seqs({})).toHaveLength(2100);
  });

  it('tells a run that was killed from one that ended', async () => {
    const store = await testStore();
    await store.append(() => [
      draft(runStarted('r1')),
      draft(checkFinished('r1')),
      draft(runFinished('r1')),
      draft(runStarted('r2')),
    ]);
    const runs = await store.runs(9);
    expect(runs.map(({ id, verdict, finishedAt }) => [id, verdict, finishedAt !== undefined])).toEqual([
      ['r2', undefined, false],
      ['r1', 'pass', true],
    ]);
    expect(await store.checksOf('r1')).toMatchObject([{ check: 'cli.version', verdict: 'pass', seq: 2 }]);
  });
});

describe('evidence', () => {
  it('is stored once and given back', async () => {
    const store = await testStore();
    const blob = toBlob('hello');
    await store.append(() => [
      draft(runStarted('r1'), { blobs: [blob, blob] }),
      draft(runFinished('r1'), { blobs: [blob] }),
    ]);
    expect(await store.blob(blob.sha256)).toEqual({ text: 'hello', size: 5, truncatedFrom: undefined });
    expect(await store.blob('00')).toBeUndefined();
  });

  it('is cut between characters when it is too long, and says from what size', () => {
    const blob = toBlob(`a${'€'.repeat(MAX_BLOB_BYTES)}`);
    expect(blob.size).toBeLessThanOrEqual(MAX_BLOB_BYTES);
    expect(blob.truncatedFrom).toBe(1 + 3 * MAX_BLOB_BYTES);
    expect(Buffer.from(blob.bytes).toString('utf8')).not.toContain('\ufffd');
  });
});
