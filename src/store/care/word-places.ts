import { randomInt } from 'node:crypto';
import type Database from 'better-sqlite3';

/** The index of words. Its rows cannot be read back, so its words are compared, each with its places. */
export const wordTable = 'entry_word';

/** Rows that one of two tables has and the other one has not. */
export type Difference = { added: readonly string[]; lacking: readonly string[] };

/** Compares what a table of the file has with what follows from the history. */
export function difference(there: readonly string[], derived: readonly string[]): Difference {
  return { added: rowsBeside(there, derived), lacking: rowsBeside(derived, there) };
}

function rowsBeside(rows: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return rows.filter((row) => !known.has(row));
}

/** Numbers that nobody knows before, by which two indexes of words are compared. */
export function drawFactors(): readonly number[] {
  return Array.from({ length: 4 }, () => randomInt(1e12) / 1e8);
}

/**
 * Reads an index of words, that of the file or the private one of this connection, for a comparison: each word with the
 * number of its places and a sum over them, the sine of entry, column and position, each times one of the factors. Two
 * lists of places that differ have the same sum by chance only, since sines of different frequencies are independent.
 * Reading millions of places one by one takes longer than the rest of the check.
 *
 * @param without entries that do not count: above the first number, up to the second
 * @returns a line for each word, in the order of the words
 */
export function readWords(
  raw: Database.Database,
  schema: 'main' | 'temp',
  [a, b, c, d]: readonly number[],
  [above, upTo]: readonly [number, number] = [0, 0],
): readonly string[] {
  raw.exec(`CREATE VIRTUAL TABLE temp.word_place USING fts5vocab(${schema}, ${wordTable}, instance)`);
  // Asking this of each place takes a tenth of the time, and mostly nothing was recorded since.
  const where = upTo > above ? `WHERE NOT (doc > ${Math.trunc(above)} AND doc <= ${Math.trunc(upTo)})` : '';
  try {
    // The names of the columns have different lengths.
    return raw
      .prepare<[], string>(
        `SELECT json_array(term, count(*),
           sum(CAST(1e9 * sin(doc * ${a} + offset * ${b} + length(col) * ${c} + ${d}) AS INTEGER)))
         FROM temp.word_place ${where} GROUP BY term`,
      )
      .pluck()
      .all();
  } finally {
    raw.exec('DROP TABLE temp.word_place');
  }
}

/** The last entry that a connection sees; 0 when there is none. */
export function newestIn(raw: Database.Database): number {
  return raw.prepare<[], number | null>('SELECT max(seq) FROM main.entry').pluck().get() ?? 0;
}
