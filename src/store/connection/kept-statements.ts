import type Database from 'better-sqlite3';

/** Most statements that are kept. Queries have parameters, so a program asks few different ones. */
const atMost = 300;

/**
 * The database as Kysely sees it, with statements that are prepared once: a replay asks the same ones a hundred thousand
 * times, and preparing takes longer than running. SQLite prepares them again by itself when a table changes.
 */
export function withKeptStatements(raw: Database.Database): {
  prepare: (sql: string) => Database.Statement;
  close: () => void;
} {
  const kept = new Map<string, Database.Statement>();
  return {
    prepare(sql) {
      const known = kept.get(sql);
      if (known) return known;
      if (kept.size >= atMost) kept.clear();
      const statement = raw.prepare(sql);
      kept.set(sql, statement);
      return statement;
    },
    close: () => raw.close(),
  };
}
