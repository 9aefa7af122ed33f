// The index of words. Threads of a check load this file, and it loads nothing: a start of Kysely takes them longer than
// their work on a short history.
import type Database from 'better-sqlite3';

/** A row of the index of words: the number of the entry, and its words as `indexEntry` gives them. */
export type WordRow = [seq: number, facets: string, what: string, words: string];

/** Contentless: the entries have the texts already. */
export const wordIndex = `CREATE VIRTUAL TABLE entry_word USING fts5(facets, what, words, content='', tokenize='unicode61')`;

export const insertWords = 'INSERT INTO entry_word (rowid, facets, what, words) VALUES (?, ?, ?, ?)';

/** Creates the index alone for one connection, in front of that in the file. */
export function createPrivateWords(raw: Database.Database): void {
  raw.exec(privately(wordIndex));
}

/** The statement that makes the same for one connection alone. */
export function privately(statement: string): string {
  return statement.replace(/^CREATE (TABLE|VIRTUAL TABLE|INDEX) /, 'CREATE $1 temp.');
}
