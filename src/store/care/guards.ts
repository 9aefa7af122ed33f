import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { migrations } from '../migrate.ts';
import type { Tables } from '../schema.ts';

type Part = { type: string; name: string; sql: string };

const partsOfLog = `SELECT type, name, sql FROM sqlite_master
  WHERE tbl_name IN ('entry', 'blob') AND sql IS NOT NULL ORDER BY name`;

/** Tables, indexes and triggers of the log that are gone, changed or added: the triggers keep it append-only. */
export async function missingGuards(raw: Database.Database): Promise<readonly string[]> {
  const wanted = await partsOfFreshLog();
  const found = raw.prepare<[], Part>(partsOfLog).all();
  return [
    ...wanted.flatMap(({ type, name, sql }) => {
      const same = found.find((part) => part.name === name);
      if (!same) return [`the ${type} ${name} of the log is gone`];
      return same.sql === sql ? [] : [`the ${type} ${name} of the log is another one`];
    }),
    ...found
      .filter(({ name }) => !wanted.some((part) => part.name === name))
      .map(({ type, name }) => `the ${type} ${name} was added to the log`),
  ];
}

async function partsOfFreshLog(): Promise<readonly Part[]> {
  const raw = new Database(':memory:');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) });
  try {
    for (const step of migrations) await step(db);
    return raw.prepare<[], Part>(partsOfLog).all();
  } finally {
    await db.destroy();
  }
}
