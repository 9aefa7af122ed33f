import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { readEntries } from '../entries.ts';
import { project } from '../projections/project.ts';
import { projectionTables, resetProjectionTables } from '../projections/tables.ts';
import type { Tables } from '../schema.ts';

type Connection = { raw: Database.Database; db: Kysely<Tables> };

/** Told now and then how many entries have been replayed. */
export type OnReplayed = (entries: number) => void;

const toldEvery = 5000;

/** Its rows cannot be read back, so its words are counted. */
const words = 'entry_word';

/**
 * Replays the history beside the database, and names rows of derived tables that it does not lead to: what
 * screens and reports show rests on them.
 *
 * @param atMost how many are named
 */
export async function findUnderived(
  { raw, db }: Connection,
  { atMost, onReplayed }: { atMost: number; onReplayed?: OnReplayed | undefined },
): Promise<readonly string[]> {
  // A database without a name is a file of its own that goes when it is closed.
  const shadow = new Database('');
  const replayed = new Kysely<Tables>({ dialect: new SqliteDialect({ database: shadow }) });
  try {
    shadow.pragma('synchronous = OFF');
    shadow.pragma('journal_mode = OFF');
    await resetProjectionTables(replayed);
    await replayed.connection().execute(async (connection) => {
      await sql`BEGIN`.execute(connection);
      for await (const entry of readEntries(db, {})) {
        await project(connection, entry);
        if (entry.seq % toldEvery === 0) onReplayed?.(entry.seq);
      }
      await sql`COMMIT`.execute(connection);
    });
    const found: string[] = [];
    for (const table of projectionTables) {
      if (found.length >= atMost) break;
      found.push(...differences(table, { there: rowsOf(raw, table), derived: rowsOf(shadow, table) }));
    }
    return found.slice(0, atMost);
  } finally {
    await replayed.destroy();
  }
}

/** The rows of a table as JSON, sorted by their bytes. */
function* rowsOf(raw: Database.Database, table: string): Generator<string> {
  if (table === words) {
    raw.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.known_word USING fts5vocab(main, ${words}, row)`);
  }
  const from = table === words ? 'temp.known_word' : table;
  const columns = raw.prepare(`SELECT * FROM ${from}`).columns();
  const row = `json_array(${columns.map(({ name }) => `"${name}"`).join(', ')})`;
  yield* raw.prepare<[], string>(`SELECT ${row} FROM ${from} ORDER BY 1`).pluck().iterate();
}

/** Rows that only one of two lists has, each kept sorted so that neither has to be held in memory. */
function* differences(
  table: string,
  { there, derived }: { there: Generator<string>; derived: Generator<string> },
): Generator<string> {
  let [found, wanted] = [there.next(), derived.next()];
  while (!found.done || !wanted.done) {
    if (!found.done && !wanted.done && found.value === wanted.value) {
      [found, wanted] = [there.next(), derived.next()];
    } else if (!found.done && (wanted.done || isBefore(found.value, wanted.value))) {
      yield `${table} has a row that the history does not lead to: ${found.value.slice(0, 200)}`;
      found = there.next();
    } else if (!wanted.done) {
      yield `${table} lacks a row that the history leads to: ${wanted.value.slice(0, 200)}`;
      wanted = derived.next();
    }
  }
}

const isBefore = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
