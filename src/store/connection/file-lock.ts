import { closeSync, existsSync, openSync, truncateSync } from 'node:fs';
import Database from 'better-sqlite3';
import { withClearErrors } from './sqlite-errors.ts';

/**
 * Takes a lock that the operating system keeps for this process and ends with it, however it ends: SQLite's lock of
 * an empty database. A process number in a file says less: another process may have it by now, or the same one in
 * another container. The file stays, since a process that waits for a removed one would lock it beside another.
 *
 * @returns what lets go of it; undefined when it is taken
 * @throws WorkError when the file cannot be written
 */
export async function takeFileLock(path: string): Promise<(() => void) | undefined> {
  return withClearErrors(path, async () => {
    createEmpty(path);
    return lock(path);
  });
}

/** Whether a process has that lock now. Makes and changes nothing; false where nothing can be read. */
export function isFileLocked(path: string): boolean {
  if (!existsSync(path)) return false;
  const raw = openToRead(path);
  try {
    raw?.prepare('SELECT * FROM sqlite_master').all();
    return false;
  } catch (cause) {
    return (cause as { code?: unknown }).code === 'SQLITE_BUSY';
  } finally {
    raw?.close();
  }
}

function openToRead(path: string): Database.Database | undefined {
  try {
    return new Database(path, { readonly: true, timeout: 0 });
  } catch {
    return undefined;
  }
}

function lock(path: string): (() => void) | undefined {
  const raw = new Database(path, { timeout: 0 });
  try {
    // Otherwise a journal is made beside it.
    raw.pragma('journal_mode = MEMORY');
    raw.exec('BEGIN EXCLUSIVE');
    return () => raw.close();
  } catch (cause) {
    raw.close();
    const { code } = cause as { code?: unknown };
    if (code === 'SQLITE_BUSY') return undefined;
    if (code !== 'SQLITE_NOTADB') throw cause;
    // An earlier version wrote the number of its process there. Nobody of this version has it, or it would be empty.
    truncateSync(path);
    return lock(path);
  }
}

/** Never opens a file that is there: closing it would end a lock that this process has on it (POSIX, fcntl). */
function createEmpty(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
}
