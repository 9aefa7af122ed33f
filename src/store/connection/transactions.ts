import type Database from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';

/**
 * Runs `work` in one IMMEDIATE transaction: the write lock is taken at the start, so what is read
 * inside is still true when it is written. Rolled back when `work` throws.
 */
export async function immediate<T>(db: Kysely<Tables>, work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql`BEGIN IMMEDIATE`.execute(connection);
    try {
      const result = await work(connection);
      await sql`COMMIT`.execute(connection);
      return result;
    } catch (cause) {
      // A full disk may have rolled the transaction back already; the first error is the one to report.
      await sql`ROLLBACK`.execute(connection).catch(() => undefined);
      throw cause;
    }
  });
}

/**
 * Runs `work` in one read transaction: others may write in the meantime, and `work` sees nothing of it (SQLite, "Isolation",
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
