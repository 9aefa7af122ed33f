import type Database from 'better-sqlite3';

/**
 * Runs `work` in one read transaction: others may write meanwhile, and `work` sees nothing of it (SQLite, "Isolation",
 * WAL mode). The transaction begins with its first read.
 */
export async function atOneMoment<T>(raw: Database.Database, work: () => Promise<T>): Promise<T> {
  raw.exec('BEGIN');
  try {
    return await work();
  } finally {
    raw.exec('COMMIT');
  }
}
