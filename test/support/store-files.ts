import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { type Entry, sealEntry } from '../../src/domain/history/entry/entry.ts';
import { projectionTables } from '../../src/store/projections/tables.ts';
import { tempFolder } from './temp.ts';

/** The permissions of a file or folder, such as `600`. */
export const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** Name and bytes of every file of a folder, so that two moments can be compared. */
export function snapshot(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );
}

/** A copy of a database as a killed program would leave it, with its WAL. */
export function copyWithWal(path: string): string {
  const copy = join(tempFolder(), basename(path));
  for (const ending of ['', '-wal']) {
    if (existsSync(path + ending)) copyFileSync(path + ending, copy + ending);
  }
  return copy;
}

/** A copy of a database in which any SQL was carried out, the guards of the log taken away first. */
export function tamperedCopy(path: string, ...statements: readonly string[]): string {
  const copy = join(tempFolder(), 'tampered.db');
  copyFileSync(path, copy);
  const raw = new Database(copy);
  const guards = raw.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all();
  for (const name of guards) raw.exec(`DROP TRIGGER ${name}`);
  raw.pragma('ignore_check_constraints = ON');
  for (const statement of statements) raw.exec(statement);
  raw.close();
  return copy;
}

/** Every row of the derived tables. */
export function dumpProjections(path: string): Record<string, unknown[]> {
  const raw = new Database(path, { readonly: true });
  try {
    return Object.fromEntries(
      projectionTables.map((table) => [table, raw.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]),
    );
  } finally {
    raw.close();
  }
}

/** Runs SQL as any client could, with its own connection. */
export function asAnyClient<T>(path: string, work: (raw: Database.Database) => T): T {
  const raw = new Database(path);
  try {
    return work(raw);
  } finally {
    raw.close();
  }
}

/**
 * Takes a database back to version 4: no entry says where it came from, and all hashes are those that the program of
 * then made.
 */
export function asOlder(path: string): void {
  asAnyClient(path, (raw) => {
    const entries = raw.prepare<[], Entry>('SELECT * FROM entry ORDER BY seq').all();
    const names = raw.prepare("SELECT sql FROM sqlite_master WHERE type = 'trigger'").pluck().all();
    const guards = raw.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all();
    for (const name of guards) raw.exec(`DROP TRIGGER ${name}`);
    raw.exec('DELETE FROM entry');
    raw.exec('ALTER TABLE entry DROP COLUMN origin');
    const insert = raw.prepare(
      'INSERT INTO entry VALUES (@seq, @id, @at, @actor, @kind, @subject, @body, @prev_hash, @hash)',
    );
    let previous: Entry | undefined;
    for (const { origin: _, ...entry } of entries) {
      previous = sealEntry(entry, previous);
      insert.run(previous);
    }
    for (const sql of names) raw.exec(String(sql));
    raw.pragma('user_version = 4');
  });
}

/** A folder that its owner may read and not write. Root may all the same. */
export function readOnlyFolder(parent: string): string {
  const folder = join(parent, 'read-only');
  mkdirSync(folder);
  chmodSync(folder, 0o500);
  return folder;
}

/** Files beside a database, its own name left out. */
export const besides = (path: string): string[] =>
  readdirSync(dirname(path))
    .filter((name) => name !== basename(path))
    .sort();
