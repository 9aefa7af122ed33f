import { randomInt } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import type { Tables } from '../connection/schema.ts';
import { projectionTables } from '../projections/tables.ts';
import { type ReplayOptions, withPrivateReplay } from '../replay/private-replay.ts';

type Connection = { raw: Database.Database; db: Kysely<Tables> };

/** Its rows cannot be read back, so its words are compared, each with the places where it stands. */
const words = 'entry_word';

/**
 * Replays the history beside the derived tables of the file, and names rows of these that it does not lead to: what
 * screens and reports show rests on them.
 *
 * @param atMost how many are named
 */
export async function findUnderived(
  connection: Connection,
  { atMost, ...options }: ReplayOptions & { atMost: number },
): Promise<readonly string[]> {
  const { raw } = connection;
  return withPrivateReplay(connection, options, async () => {
    const found: string[] = [];
    const compare = wordRows(raw);
    for (const table of projectionTables) {
      if (found.length >= atMost) break;
      const rows = table === words ? compare : (schema: Schema) => tableRows(raw, `${schema}.${table}`);
      const [there, derived] = [rows('main'), rows('temp')];
      found.push(
        ...added(there, derived).map((row) => `${table} has a row that the history does not lead to: ${row}`),
      );
      found.push(
        ...added(derived, there).map((row) => `${table} lacks a row that the history leads to: ${row}`),
      );
    }
    return found.slice(0, atMost).map((line) => line.slice(0, 300));
  });
}

type Schema = 'main' | 'temp';

function tableRows(raw: Database.Database, table: string): readonly string[] {
  const columns = raw.prepare(`SELECT * FROM ${table}`).columns();
  const row = `json_array(${columns.map(({ name }) => `"${name}"`).join(', ')})`;
  return raw.prepare<[], string>(`SELECT ${row} FROM ${table} ORDER BY 1`).pluck().all();
}

/**
 * For each word the number of its places in the index, and a sum over them: the sine of entry, column and position, each
 * times a number that nobody knows before. Two lists of places that differ have the same sum by chance only, since sines
 * of different frequencies are independent. Reading millions of places one by one takes longer than the rest of the check.
 */
function wordRows(raw: Database.Database): (schema: Schema) => readonly string[] {
  const [a, b, c, d] = Array.from({ length: 4 }, () => randomInt(1e12) / 1e8);
  return (schema) => {
    raw.exec(`CREATE VIRTUAL TABLE temp.word_place USING fts5vocab(${schema}, ${words}, instance)`);
    try {
      return raw
        .prepare<[], string>(
          `SELECT json_array(term, count(*),
             sum(CAST(1e9 * sin(doc * ${a} + offset * ${b} + unicode(col) * ${c} + ${d}) AS INTEGER)))
           FROM temp.word_place GROUP BY term`,
        )
        .pluck()
        .all();
    } finally {
      raw.exec('DROP TABLE temp.word_place');
    }
  };
}

function added(rows: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return rows.filter((row) => !known.has(row));
}
