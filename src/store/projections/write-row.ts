import type Database from 'better-sqlite3';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Tables } from '../connection/schema.ts';

/** Runs a statement that is written as text: for most entries, building the query takes longer than running it. */
export type WriteRow = (sql: string, values: unknown[]) => Promise<void>;

/** Runs them in their turn on the connection. */
export function writeThrough(db: Kysely<Tables>): WriteRow {
  return async (sql, values) => {
    await db.executeQuery(CompiledQuery.raw(sql, values));
  };
}

/** Runs them at once, for a replay that has the connection for itself. Waiting for a turn on it would take longer than the rest. */
export function writeAlone(raw: Database.Database): WriteRow {
  const kept = new Map<string, Database.Statement>();
  return async (sql, values) => {
    const statement = kept.get(sql) ?? raw.prepare(sql);
    kept.set(sql, statement);
    statement.run(values);
  };
}
