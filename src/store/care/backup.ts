import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { refuseForeign } from '../connection/migrate.ts';
import { withClearErrors } from '../connection/sqlite-errors.ts';

/**
 * Copies a database while others may write it, into a file that is not there yet. The content of the copy is
 * the history of one moment, as one file without a WAL.
 */
export async function copyDatabase(raw: Database.Database, target: string): Promise<void> {
  // Made before SQLite sees it, which would let others read it.
  closeSync(openSync(target, 'wx', 0o600));
  // All pages in one step: a copy in several starts again whenever somebody writes in between.
  await raw.backup(target, { progress: () => 2 ** 31 - 1 });
  const copy = new Database(target);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
  const file = openSync(target, 'r');
  fsyncSync(file);
  closeSync(file);
}

/**
 * Copies a database of this or an older version, which is opened for reading only.
 *
 * @throws UnusableError when it is no cockpit's, or of a newer one
 */
export async function copyOfAnyVersion(source: string, target: string): Promise<void> {
  await withClearErrors(source, async () => {
    const raw = new Database(source, { readonly: true, timeout: 15_000 });
    try {
      refuseForeign({ raw, path: source });
      await copyDatabase(raw, target);
    } finally {
      raw.close();
    }
  });
}
