import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { WorkError } from '../../domain/base/errors.ts';
import { connectStill, needsStillCopy } from './connect-still.ts';
import { migrate, refuseForeign, refuseOutdated } from './migrate.ts';
import type { Tables } from './schema.ts';

const lockWaitMs = 15_000;

/** A connection to a database, and how it is closed. */
export type Connection = { raw: Database.Database; db: Kysely<Tables>; close: () => Promise<void> };

/**
 * Connects to the database at `path` for writing. Creates it when it is not there, and migrates an older one.
 *
 * @throws CockpitError when it is a folder, another program's database, or of a newer version
 */
export async function connectForWriting(path: string): Promise<Connection> {
  refuseFolder(path);
  createPrivately(path);
  return whileSettling(() => toWrite(path));
}

/**
 * Connects to an existing database for reading only; to a copy of it where SQLite can make no file beside it.
 *
 * @throws CockpitError when it is a folder, another program's database, or of another version
 */
export async function connectForReading(path: string): Promise<Connection> {
  refuseFolder(path);
  return whileSettling(() => toRead(path, connect(path, { readonly: true }))).catch((cause) =>
    readStill(path, cause),
  );
}

async function toWrite(path: string): Promise<Connection> {
  lookFirst(path);
  const connection = connect(path, { readonly: false });
  const { raw, db, close } = connection;
  try {
    refuseForeign({ raw, path });
    raw.pragma('journal_mode = WAL');
    raw.pragma('synchronous = FULL');
    raw.pragma('foreign_keys = ON');
    await migrate({ raw, db, path });
    return connection;
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** Reads a copy where SQLite can make no file beside the database. */
function readStill(path: string, cause: unknown): Promise<Connection> {
  if (!needsStillCopy(path, cause)) throw cause;
  const { raw, remove } = connectStill(path);
  return toRead(path, connection(raw, remove));
}

async function toRead(path: string, connection: Connection): Promise<Connection> {
  const { raw, close } = connection;
  try {
    refuseForeign({ raw, path });
    refuseOutdated({ raw, path });
    return connection;
  } catch (cause) {
    await close();
    throw cause;
  }
}

/**
 * Refuses a database that is not for us through a connection that cannot write: even the closing of one
 * that can moves what a killed program left in the WAL into the file.
 */
function lookFirst(path: string): void {
  const raw = new Database(path, { readonly: true, timeout: lockWaitMs });
  try {
    refuseForeign({ raw, path });
  } catch (cause) {
    // A change that was stopped in the middle is taken back by the connection that writes; it looks again itself.
    if ((cause as { code?: unknown }).code !== 'SQLITE_READONLY_ROLLBACK') throw cause;
  } finally {
    raw.close();
  }
}

function connect(path: string, { readonly }: { readonly: boolean }): Connection {
  return connection(new Database(path, { readonly, timeout: lockWaitMs }));
}

/** A connection through an open database. */
export function connection(raw: Database.Database, afterwards: () => void = () => undefined): Connection {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: withKeptStatements(raw) }) });
  // Kysely closes only what it has used.
  const close = async () => {
    await db.destroy();
    raw.close();
    afterwards();
  };
  return { raw, db, close };
}

/** Otherwise SQLite says that the disk is faulty. */
function refuseFolder(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new WorkError(`${path}: this is a folder`, 'Check the path, or name the file in it with --db.');
}

/** The file is created with its mode before SQLite sees it; the WAL and its index inherit the mode. */
function createPrivately(path: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (existsSync(path)) return;
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

/** Most statements that are kept. Queries have parameters, so a program asks few different ones. */
const mostKept = 300;

/**
 * The database as Kysely sees it, with statements that are prepared once: a replay asks the same ones a hundred thousand
 * times, and preparing takes longer than running. SQLite prepares them again by itself when a table changes.
 */
function withKeptStatements(raw: Database.Database): {
  prepare: (sql: string) => Database.Statement;
  close: () => void;
} {
  const kept = new Map<string, Database.Statement>();
  return {
    prepare(sql) {
      const known = kept.get(sql);
      if (known) return known;
      if (kept.size >= mostKept) kept.clear();
      const statement = raw.prepare(sql);
      kept.set(sql, statement);
      return statement;
    },
    close: () => raw.close(),
  };
}

const patienceMs = 1500;
const pauseMs = 20;

// While another process makes the database, switches it to WAL or closes it as the last one, its WAL and
// index come and go. SQLite then refuses at once, without the waiting that it does for a lock
// (sqlite.org/wal.html, "Sometimes Queries Return SQLITE_BUSY In WAL Mode" and "Read-Only Databases").
const passing = /^SQLITE_(BUSY|CANTOPEN|PROTOCOL|READONLY_(CANTINIT|CANTLOCK|RECOVERY))/;

/** Opens a database, and tries again for a moment when another process is just making or closing it. */
export async function whileSettling<T>(open: () => Promise<T>): Promise<T> {
  let deadline: number | undefined;
  for (;;) {
    try {
      return await open();
    } catch (cause) {
      const { code } = cause as { code?: unknown };
      if (typeof code !== 'string' || !passing.test(code)) throw cause;
      // Node loads its timers of performance when they are first asked.
      deadline ??= performance.now() + patienceMs;
      if (performance.now() > deadline) throw cause;
      await delay(pauseMs);
    }
  }
}
