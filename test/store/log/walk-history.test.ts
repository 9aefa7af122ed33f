import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Entry } from '../../../src/domain/history/entry/entry.ts';
import { EMPTY_ROOT, leafOfEntry, TreeHasher } from '../../../src/domain/history/proof/merkle.ts';
import { openStore } from '../../../src/store/connection/open.ts';
import { walkHistory, walkInThreads } from '../../../src/store/log/walk-history.ts';
import { walkStretch } from '../../../src/store/log/walk-stretch.ts';
import { testSource } from '../../support/history.ts';
import { fillHistory } from '../../support/long-history.ts';
import { tamperedCopy } from '../../support/store-files.ts';

// Long enough for several stretches and for threads.
const count = 100_000;
let path = '';
let entries: readonly Entry[] = [];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-long-'));
  path = join(folder, 'long.db');
  await (await openStore(path, testSource())).close();
  entries = [...fillHistory(path, count)].flat();
  return () => rmSync(folder, { recursive: true, force: true });
});

function reading(file: string): Database.Database {
  const raw = new Database(file, { readonly: true });
  onTestFinished(() => void raw.close());
  return raw;
}

function rootAt(size: number): string {
  const hasher = new TreeHasher();
  for (const { hash } of entries.slice(0, size)) hasher.add(leafOfEntry(hash));
  return hasher.root();
}

describe('a long history', () => {
  it('has the same root at every size, however it is cut into stretches', async () => {
    const sizes = [1, 32_767, 32_768, 32_769, 65_536, 70_000, count];
    const { roots, last, fault } = await walkHistory(reading(path), sizes);
    expect(fault).toBeUndefined();
    expect(last).toEqual({ seq: count, hash: entries.at(-1)?.hash });
    expect([...roots]).toEqual([[0, EMPTY_ROOT], ...sizes.map((size) => [size, rootAt(size)])]);
  });

  it('has no root at a size that it does not have', async () => {
    const { roots } = await walkHistory(reading(path), [count + 1]);
    expect([...roots.keys()]).toEqual([0, count]);
  });

  it('comes out of threads as it does without them', async () => {
    const stretches = Array.from({ length: 7 }, (_, n) => ({
      after: n * 1024,
      upTo: (n + 1) * 1024,
      marks: [n * 1024 + 5],
      latest: undefined,
    }));
    const raw = reading(path);
    const alone = stretches.map((stretch) => walkStretch(raw, stretch));
    expect(await Array.fromAsync(walkInThreads(path, stretches, 3))).toEqual(alone);
  });

  it.each([
    ['in its first stretch', 17],
    ['at the end of a stretch', 32_768],
    ['at the beginning of one', 32_769],
    ['in its last one', 99_999],
  ])('that was changed %s is whole up to there, and no further', async (_, seq) => {
    const changed = tamperedCopy(path, `UPDATE entry SET actor = 'eve' WHERE seq = ${seq}`);
    const { fault, last } = await walkHistory(reading(changed), []);
    expect(fault).toEqual({ seq, reason: 'its content does not match its hash' });
    expect(last?.seq ?? 0).toBe(seq - 1);
  });

  it.each([17, 32_768, 32_769, 40_000])('that lacks entry %i says so', async (seq) => {
    const changed = tamperedCopy(path, `DELETE FROM entry WHERE seq = ${seq}`);
    const { fault } = await walkHistory(reading(changed), []);
    expect(fault).toEqual({ seq, reason: `entry ${seq} is missing; ${seq + 1} follows` });
  });

  it.each(['9007199254740993', '9223372036854775807', '150000'])(
    'with a row numbered %s says what is missing before it',
    async (seq) => {
      const changed = tamperedCopy(
        path,
        `INSERT INTO entry SELECT ${seq}, 'far', at, actor, kind, subject, body, hash, '${'f'.repeat(64)}', origin FROM entry WHERE seq = ${count}`,
      );
      const { fault, last } = await walkHistory(reading(changed), [1, count]);
      expect(fault).toEqual({ seq: count + 1, reason: `entry ${count + 1} is missing; ${seq} follows` });
      expect(last?.seq).toBe(count);
    },
  );

  it('that lacks a whole stretch says where it begins', async () => {
    const changed = tamperedCopy(path, 'DELETE FROM entry WHERE seq > 32768 AND seq <= 65536');
    const { fault } = await walkHistory(reading(changed), []);
    expect(fault).toEqual({ seq: 32_769, reason: 'entry 32769 is missing; 65537 follows' });
  });
});

it('fails as it would without threads when the file cannot be read', async () => {
  const gone = walkInThreads(
    join(path, 'nowhere'),
    [{ after: 0, upTo: 10, marks: [], latest: undefined }],
    2,
  );
  await expect(Array.fromAsync(gone)).rejects.toMatchObject({ code: 'SQLITE_CANTOPEN' });
});
