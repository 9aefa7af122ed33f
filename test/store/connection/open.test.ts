import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrations } from '../../../src/store/connection/migrate.ts';
import { openReadStore, openStore } from '../../../src/store/connection/open.ts';
import { asNobody } from '../../support/as-nobody.ts';
import {
  draft,
  rolloutStarted,
  runFinished,
  runStarted,
  testSource,
  testStore,
} from '../../support/history.ts';
import {
  asAnyClient,
  besides,
  copyWithWal,
  mode,
  readOnlyFolder,
  snapshot,
} from '../../support/store-files.ts';
import { tempFolder } from '../../support/temp.ts';

async function reading(path: string) {
  const store = await openReadStore(path);
  onTestFinished(() => store.close());
  return store;
}

/** A closed database with one entry. */
async function closedDatabase(): Promise<string> {
  const path = join(tempFolder(), 'cockpit.db');
  const store = await openStore(path, testSource());
  await store.append(() => [draft(rolloutStarted)]);
  await store.close();
  return path;
}

describe('a database that is made', () => {
  it('is private, with every folder that was made for it', async () => {
    const path = join(tempFolder(), 'a', 'b', 'cockpit.db');
    const store = await testStore(path);
    await store.append(() => [draft(rolloutStarted)]);
    expect([dirname(dirname(path)), dirname(path)].map(mode)).toEqual(['700', '700']);
    expect([path, `${path}-wal`, `${path}-shm`].map(mode)).toEqual(['600', '600', '600']);
  });

  it('is private under a mask that hides nothing', async () => {
    const before = process.umask(0);
    onTestFinished(() => {
      process.umask(before);
    });
    const path = join(tempFolder(), 'a', 'cockpit.db');
    await testStore(path);
    expect([dirname(path), path, `${path}-wal`, `${path}-shm`].map(mode)).toEqual([
      '700',
      '600',
      '600',
      '600',
    ]);
  });

  it('leaves the mode of a folder alone that was there', async () => {
    const folder = tempFolder();
    chmodSync(folder, 0o755);
    await testStore(join(folder, 'cockpit.db'));
    expect(mode(folder)).toBe('755');
  });

  it('may lie where somebody made an empty file', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    writeFileSync(path, '');
    const store = await testStore(path);
    expect(await store.countEntries()).toBe(0);
  });

  it('has no WAL left beside it once it is closed', async () => {
    const path = await closedDatabase();
    expect(besides(path)).toEqual([]);
  });
});

describe('reading', () => {
  it('never makes a database', async () => {
    const path = join(tempFolder(), 'none.db');
    await expect(openReadStore(path)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(path),
    });
    expect(besides(path)).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  it('changes no byte of the database', async () => {
    const path = await closedDatabase();
    const before = readFileSync(path);
    const store = await openReadStore(path);
    await store.verify();
    await Array.fromAsync(store.entries());
    await store.close();
    expect(readFileSync(path).equals(before)).toBe(true);
    // SQLite's own index of the WAL may stay beside it; nobody else may look into that either.
    for (const name of besides(path)) expect([name, mode(join(dirname(path), name))]).toEqual([name, '600']);
  });

  it('calls a folder a folder', async () => {
    await expect(openReadStore(tempFolder())).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('this is a folder'),
    });
  });

  it('makes no database out of an empty file', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    writeFileSync(path, '');
    await expect(openReadStore(path)).rejects.toMatchObject({ exitCode: 78 });
    expect(readFileSync(path)).toHaveLength(0);
  });

  it('has no way to write', async () => {
    const store = await reading(await closedDatabase());
    expect(store).not.toHaveProperty('append');
    expect(store).not.toHaveProperty('rebuild');
  });

  it('sees at once what another program has recorded', async () => {
    const writer = await testStore();
    const reader = await reading(writer.path);
    await writer.append(() => [draft(runStarted('r1'))]);
    expect(await reader.countEntries()).toBe(1);
    await writer.append(() => [draft(runFinished('r1'))]);
    expect((await reader.runs(1))[0]).toMatchObject({ id: 'r1', verdict: 'pass' });
  });

  it('sees what a killed program had recorded and not yet moved into the file', async () => {
    const writer = await testStore();
    await writer.append(() => [draft(rolloutStarted), draft(runStarted('r1'))]);
    const reader = await reading(copyWithWal(writer.path));
    expect(await reader.verify()).toMatchObject({ whole: true, entries: 2 });
  });
});

describe('a database that is refused', () => {
  const opening = [
    ['writing', (path: string) => openStore(path, testSource())],
    ['reading', openReadStore],
  ] as const;

  it.each(opening)('because it is newer stays as it is, its WAL included: for %s', async (_, open) => {
    const path = await closedDatabase();
    // Left by a program that was killed: the new number stands only in the WAL.
    const left = asAnyClient(path, (raw) => {
      raw.pragma('user_version = 99');
      return copyWithWal(path);
    });
    expect(existsSync(`${left}-wal`)).toBe(true);
    const { 'cockpit.db-shm': _before, ...before } = snapshot(dirname(left));
    await expect(open(left)).rejects.toMatchObject({
      exitCode: 78,
      message: `${left}: the database has version 99, this program knows up to ${migrations.length}`,
      next: 'Use the newer codex-cockpit that wrote it; nothing was changed.',
    });
    const { 'cockpit.db-shm': _after, ...after } = snapshot(dirname(left));
    expect(after).toEqual(before);
  });

  it.each(opening)('because it belongs to another program stays as it is: for %s', async (_, open) => {
    const path = join(tempFolder(), 'recipes.db');
    asAnyClient(path, (raw) => {
      raw.exec("CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES ('soup')");
    });
    const before = snapshot(dirname(path));
    await expect(open(path)).rejects.toMatchObject({
      exitCode: 78,
      message: `${path}: not a cockpit database`,
    });
    expect(snapshot(dirname(path))).toEqual(before);
  });

  it.each(opening)('because it is no database stays as it is: for %s', async (_, open) => {
    const path = join(tempFolder(), 'letter.txt');
    writeFileSync(path, 'Dear Ada,\n'.repeat(500));
    const before = snapshot(dirname(path));
    await expect(open(path)).rejects.toMatchObject({
      exitCode: 78,
      message: `${path}: not a readable cockpit database (SQLITE_NOTADB)`,
    });
    expect(snapshot(dirname(path))).toEqual(before);
  });

  it.skipIf(process.platform !== 'linux')('is not held open', async () => {
    const path = join(tempFolder(), 'recipes.db');
    asAnyClient(path, (raw) => {
      raw.exec('CREATE TABLE recipe (name TEXT)');
    });
    for (const [, open] of opening) await expect(open(path)).rejects.toThrow();
    expect(openFiles()).not.toContain(path);
  });

  it.skipIf(process.platform !== 'linux')(
    'nor one that was closed before anything was asked of it',
    async () => {
      const path = await closedDatabase();
      await (await openReadStore(path)).close();
      expect(openFiles()).not.toContain(path);
    },
  );
});

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`);
    } catch {
      return '';
    }
  });
}

it('a database that a newer program migrates while it is open is refused as one of that program', async () => {
  const store = await testStore();
  await store.append(() => [draft(runStarted('r1'))]);
  asAnyClient(store.path, (raw) =>
    raw.exec('ALTER TABLE entry ADD COLUMN note TEXT; PRAGMA user_version = 99'),
  );
  await expect(store.append(() => [draft(runStarted('r2'))])).rejects.toMatchObject({
    exitCode: 78,
    message: expect.stringContaining('the database has version 99, this program knows up to'),
  });
});

describe('a place where no database can be', () => {
  it.each([
    ['a folder', (folder: string) => folder],
    ['a path through a file', (folder: string) => join(folder, 'file', 'cockpit.db')],
    ['a name that is too long', (folder: string) => join(folder, 'x'.repeat(300), 'cockpit.db')],
  ])('is %s: the message names it and says what to do', async (_, place) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), '');
    const path = place(folder);
    await expect(openStore(path, testSource())).rejects.toMatchObject({
      name: 'WorkError',
      exitCode: 3,
      message: expect.stringContaining(path),
      next: expect.stringMatching(/^Check the path/),
    });
  });

  it('is a folder that may only be read', async () => {
    const parent = tempFolder();
    const folder = readOnlyFolder(parent);
    await asNobody([parent], () =>
      expect(openStore(join(folder, 'cockpit.db'), testSource())).rejects.toMatchObject({
        exitCode: 3,
        next: expect.stringContaining('permissions'),
      }),
    );
  });
});

describe('a database that is damaged', () => {
  async function damaged(): Promise<string> {
    const path = join(tempFolder(), 'cockpit.db');
    const store = await openStore(path, testSource());
    await store.append(() => Array.from({ length: 500 }, (_, n) => draft(runStarted(`r${n}`))));
    await store.close();
    const bytes = readFileSync(path);
    const page = Math.floor(bytes.indexOf('"run":"r250"') / 4096) * 4096;
    bytes.fill(0xff, page, page + 16_384);
    writeFileSync(path, bytes);
    return path;
  }
  const clear = {
    exitCode: 78,
    message: expect.stringContaining('not a readable cockpit database (SQLITE_CORRUPT'),
  };

  it('says so in one clear message, when it is proved', async () => {
    const store = await reading(await damaged());
    await expect(store.verify()).rejects.toMatchObject(clear);
  });

  it('says so in the same one, when it is only read', async () => {
    const store = await reading(await damaged());
    await expect(Array.fromAsync(store.entries())).rejects.toMatchObject(clear);
  });
});

describe('a disk without room', () => {
  const worker = new URL('../../support/append-worker.ts', import.meta.url).pathname;

  // A limit on the size of files stands in for a full disk: the write fails in the middle just the same.
  it.skipIf(process.platform === 'win32')(
    'ends a program with a clear message and leaves a whole history',
    async () => {
      const folder = tempFolder();
      mkdirSync(join(folder, 'db'));
      const path = join(folder, 'db', 'cockpit.db');
      const child = spawn(
        'sh',
        ['-c', 'ulimit -f 4000; exec "$@"', 'sh', process.execPath, worker, path, 'w', '100000'],
        {
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      let acknowledged = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => {
        acknowledged += chunk;
      });
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      const [code] = await once(child, 'close');
      expect(code).toBe(1);
      expect(stderr).toMatch(/WorkError: .*cockpit\.db: .*(disk I\/O error|disk is full)/);
      const store = await reading(path);
      const runs = acknowledged.trim().split('\n');
      expect(runs.length).toBeGreaterThan(3);
      expect(await store.verify()).toMatchObject({ whole: true });
      const subjects = new Set((await Array.fromAsync(store.entries())).map(({ subject }) => subject));
      expect(runs.filter((run) => !subjects.has(`run/${run}`))).toEqual([]);
    },
  );
});
