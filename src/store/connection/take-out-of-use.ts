import Database from 'better-sqlite3';
import { WorkError } from '../../domain/base/errors.ts';

const patienceMs = 2000;

/**
 * Makes sure that no other program has the database open, and moves what is in its WAL into the file. A
 * file that is too damaged for that is left as it is.
 *
 * @throws WorkError when another program has it open
 */
export function takeOutOfUse(path: string): void {
  let raw: Database.Database | undefined;
  try {
    raw = new Database(path, { timeout: patienceMs });
    // Set before the file is looked at, SQLite takes it for one program alone, and needs no rollback journal: one that
    // a kill left behind would keep everybody out who only reads (https://sqlite.org/wal.html#noshm).
    raw.pragma('locking_mode = EXCLUSIVE');
    raw.pragma('wal_checkpoint(TRUNCATE)');
  } catch (cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code !== 'string' || !/^SQLITE_(BUSY|LOCKED)/.test(code)) return;
    throw new WorkError(
      `${path}: another program has the database open; nothing was changed`,
      'Close it, then try again.',
      cause,
    );
  } finally {
    raw?.close();
  }
}
