import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import type { Tables } from '../connection/schema.ts';
import { projectionTables } from '../projections/tables.ts';
import { type ReplayOptions, withPrivateReplay } from '../replay/private-replay.ts';
import { type Difference, difference, wordTable } from './word-places.ts';

type Connection = { raw: Database.Database; db: Kysely<Tables> };

/**
 * Replays the history beside the derived tables of the file, and names rows of these that it does not lead to: what
 * screens and reports show rests on them.
 *
 * @param atMost how many are named
 * @param words compares the index of words, after the replay
 */
export async function findUnderived(
  connection: Connection,
  { atMost, words, ...options }: ReplayOptions & { atMost: number; words: () => Promise<Difference> },
): Promise<readonly string[]> {
  const { raw } = connection;
  return withPrivateReplay(connection, options, async () => {
    const found: string[] = [];
    for (const table of projectionTables) {
      if (found.length >= atMost) break;
      const { added, lacking } = table === wordTable ? await words() : rowsOf(raw, table);
      found.push(...added.map((row) => `${table} has a row that the history does not lead to: ${row}`));
      found.push(...lacking.map((row) => `${table} lacks a row that the history leads to: ${row}`));
    }
    return found.slice(0, atMost).map((line) => line.slice(0, 300));
  });
}

function rowsOf(raw: Database.Database, table: string): Difference {
  return difference(tableRows(raw, `main.${table}`), tableRows(raw, `temp.${table}`));
}

function tableRows(raw: Database.Database, table: string): readonly string[] {
  const columns = raw.prepare(`SELECT * FROM ${table}`).columns();
  const row = `json_array(${columns.map(({ name }) => `"${name}"`).join(', ')})`;
  return raw.prepare<[], string>(`SELECT ${row} FROM ${table} ORDER BY 1`).pluck().all();
}
