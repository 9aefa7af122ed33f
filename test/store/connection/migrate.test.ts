import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { renderProof } from '../../../src/report/history/proof.ts';
import {
  type Migration,
  migrate,
  migrations,
  refuseForeign,
  refuseOutdated,
} from '../../../src/store/connection/migrate.ts';
import { openReadStore, openStore } from '../../../src/store/connection/open.ts';
import type { Tables } from '../../../src/store/connection/schema.ts';
import { checkFinished, draft, rolloutStarted, runStarted, testSource } from '../../support/history.ts';
import { asAnyClient, besides, dumpProjections, mode } from '../../support/store-files.ts';
import { tempFolder } from '../../support/temp.ts';

const newest = migrations.length;

/** A database of the newest version with three entries, and a connection to it. */
async function ofNewest() {
  const path = join(tempFolder(), 'cockpit.db');
  const store = await openStore(path, testSource());
  await store.append(() => [draft(rolloutStarted), draft(runStarted('r1')), draft(checkFinished('r1'))]);
  await store.close();
  return connect(path);
}

function connect(path: string) {
  const raw = new Database(path);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) });
  onTestFinished(() => {
    raw.close();
  });
  return { raw, db, path };
}

const addColumn: Migration = async (db) => {
  await sql`ALTER TABLE entry ADD COLUMN note TEXT`.execute(db);
};
const fails: Migration = async (db) => {
  await sql`ALTER TABLE entry ADD COLUMN other TEXT`.execute(db);
  throw new Error('half-way');
};
const version = (raw: Database.Database) => raw.pragma('user_version', { simple: true });

describe('a new database', () => {
  it('says whose it is and of which version, without a backup of nothing', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    await (await openStore(path, testSource())).close();
    const { raw } = connect(path);
    expect(version(raw)).toBe(migrations.length);
    expect(raw.pragma('application_id', { simple: true })).toBe(0x43584350);
    // The four letters that file(1) shows.
    expect(readFileSync(path).subarray(68, 72).toString('latin1')).toBe('CXCP');
    expect(besides(path).filter((name) => name.includes('bak'))).toEqual([]);
  });
});

describe('a migration', () => {
  it('backs up what is there before it changes anything, for its owner only', async () => {
    const connection = await ofNewest();
    await migrate(connection, [...migrations, addColumn]);
    const backup = `${connection.path}.v${newest}.bak`;
    expect(mode(backup)).toBe('600');
    const kept = connect(backup).raw;
    expect(version(kept)).toBe(newest);
    expect(kept.prepare('SELECT * FROM entry').all()).toHaveLength(3);
    expect(kept.pragma('table_info(entry)')).toHaveLength(10);
  });

  it('leaves a backup that can be used in place of the database', async () => {
    const connection = await ofNewest();
    await migrate(connection, [...migrations, addColumn]);
    const store = await openReadStore(`${connection.path}.v${newest}.bak`);
    expect(await store.verify()).toMatchObject({ whole: true, entries: 3 });
    expect(await store.rollout()).toMatchObject({ name: 'Acme' });
    await store.close();
  });

  it('keeps the history and derives the rest from it again', async () => {
    const connection = await ofNewest();
    const before = dumpProjections(connection.path);
    // Somebody's hand in the derived tables does not outlive it.
    connection.raw.exec("UPDATE rollout SET name = 'Mallory'; DELETE FROM check_result");
    await migrate(connection, [...migrations, addColumn]);
    expect(version(connection.raw)).toBe(newest + 1);
    expect(connection.raw.pragma('table_info(entry)')).toHaveLength(11);
    expect(connection.raw.prepare('SELECT seq FROM entry ORDER BY seq').pluck().all()).toEqual([1, 2, 3]);
    expect(dumpProjections(connection.path)).toEqual(before);
  });

  it('that breaks off leaves everything as it was, and can be tried again', async () => {
    const connection = await ofNewest();
    const before = connection.raw.serialize();
    await expect(migrate(connection, [...migrations, addColumn, fails])).rejects.toThrow('half-way');
    expect(version(connection.raw)).toBe(newest);
    expect(connection.raw.pragma('table_info(entry)')).toHaveLength(10);
    expect(connection.raw.serialize().equals(before)).toBe(true);
    await migrate(connection, [...migrations, addColumn]);
    expect(version(connection.raw)).toBe(newest + 1);
  });

  it('carries out only the steps that are missing', async () => {
    const connection = await ofNewest();
    const steps: string[] = [];
    const step =
      (name: string): Migration =>
      async () => {
        steps.push(name);
      };
    await migrate(connection, [...migrations, step('next'), step('last')]);
    expect(steps).toEqual(['next', 'last']);
    await migrate(connection, [...migrations, step('next'), step('last')]);
    expect(steps).toEqual(['next', 'last']);
  });

  it('is done once when two want it', async () => {
    const connection = await ofNewest();
    const other = connect(connection.path);
    const steps = [...migrations, addColumn];
    await Promise.all([migrate(connection, steps), migrate(other, steps)]);
    expect(version(other.raw)).toBe(newest + 1);
    expect(other.raw.prepare('SELECT count(*) FROM entry').pluck().get()).toBe(3);
  });
});

describe('a database that version 4 made', () => {
  it('is backed up, migrated, and verifies as before', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    writeFileSync(path, gunzipSync(readFileSync('test/fixtures/databases/version-4.db.gz')));
    await (await openStore(path, testSource())).close();
    expect(besides(path)).toContain('cockpit.db.v4.bak');
    const store = await openReadStore(path);
    onTestFinished(() => store.close());
    expect(await store.verify()).toMatchObject({
      whole: true,
      entries: 7,
      checkpoints: [{ state: 'extended' }],
    });
    expect(await store.check()).toMatchObject({ sound: true });
    expect(renderProof(await store.verify())).toContain(
      '\n7 entries (the first 1, the last 7) do not say how the actor was named, nor by which account on which host: an older version recorded them.\n',
    );
    // Nobody recorded how these actors were named.
    expect((await store.entry(1))?.origin).toBeNull();
  });

  it('is refused and left alone when somebody put a row into it that no version writes', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    writeFileSync(path, gunzipSync(readFileSync('test/fixtures/databases/version-4.db.gz')));
    asAnyClient(path, (raw) => {
      raw.exec(`DROP TRIGGER entry_only_follows;
        INSERT INTO entry SELECT 0, 'x', at, actor, kind, subject, body, 'p', 'h' FROM entry WHERE seq = 1`);
    });
    await expect(openStore(path, testSource())).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('no version of this program writes: entry 0'),
    });
  });
});

describe('a database that this program may not touch', () => {
  it('is one of a newer program, by its number', async () => {
    const connection = await ofNewest();
    await migrate(connection, [...migrations, addColumn]);
    expect(() => refuseForeign(connection)).toThrow(
      `the database has version ${newest + 1}, this program knows up to ${newest}`,
    );
    await expect(migrate(connection)).rejects.toMatchObject({ exitCode: 78 });
  });

  it.each([
    ['whose number happens to be ours', 1],
    ['without a number', 0],
    ['with a larger number, which is no newer cockpit', 77],
  ])('is one of another program %s', (_, number) => {
    const path = join(tempFolder(), 'places.sqlite');
    asAnyClient(path, (raw) => {
      raw.exec('CREATE TABLE moz_places (url TEXT)');
      raw.pragma(`user_version = ${number}`);
    });
    expect(() => refuseForeign(connect(path))).toThrow(
      expect.objectContaining({
        exitCode: 78,
        message: `${path}: not a cockpit database`,
        next: 'Name another file with --db; nothing was changed.',
      }),
    );
  });

  it('is an older one, when it is only to be read, and the message says how to bring it up to date', async () => {
    const connection = await ofNewest();
    expect(() => refuseOutdated(connection)).not.toThrow();
    expect(() => refuseOutdated(connection, [...migrations, addColumn])).toThrow(
      expect.objectContaining({ exitCode: 78, next: expect.stringContaining('codex-cockpit db rebuild') }),
    );
  });
});
