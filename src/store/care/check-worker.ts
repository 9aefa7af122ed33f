// A thread for a check: it looks at the file and at an index of words through a connection of its own, while the check
// replays the history.
import { hash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { ThreadData } from '../log/thread.ts';
import { createPrivateWords, insertWords, type WordRow } from '../projections/word-index.ts';
import { damageOf } from './file-damage.ts';
import { newestIn, readWords } from './word-places.ts';

/** What the thread is asked. */
export type CheckQuestion =
  | { ask: 'damage' }
  /** Reads the index of the file, after the moment of the check; `newest` is the last entry at that moment. */
  | { ask: 'read file'; factors: readonly number[]; newest: number }
  /** Puts the words of entries into the private index. */
  | { ask: 'index'; rows: readonly WordRow[] }
  /** Reads the private index. */
  | { ask: 'read private'; factors: readonly number[] }
  /** The lines that were read. */
  | { ask: 'lines' };

/** Lines; of what was read only the digest, since a long history has a million. */
export type CheckAnswer = readonly string[];

const { path } = workerData as ThreadData;
const raw = new Database(path, { readonly: true, fileMustExist: true });
let lines: readonly string[] = [];
let insert: Database.Statement<WordRow> | undefined;

parentPort?.on('message', (question: CheckQuestion) => parentPort?.postMessage(answer(question)));

function answer(question: CheckQuestion): CheckAnswer {
  switch (question.ask) {
    case 'damage':
      return damageOf(raw);
    case 'read file':
      raw.exec('BEGIN');
      lines = readWords(raw, 'main', question.factors, [question.newest, newestIn(raw)]);
      return [digestOf(lines)];
    case 'index':
      insert ??= prepareIndex();
      for (const row of question.rows) insert.run(...row);
      return [];
    case 'read private':
      lines = readWords(raw, 'temp', question.factors);
      return [digestOf(lines)];
    case 'lines':
      return lines;
  }
}

function digestOf(lines: readonly string[]): string {
  return hash('sha256', JSON.stringify(lines), 'hex');
}

/** Not before the file was looked at: a damaged one may not even let a private table be made. */
function prepareIndex(): Database.Statement<WordRow> {
  createPrivateWords(raw);
  // Otherwise the index is written in many small parts, which are joined again and again. The number is bytes of memory.
  raw.exec(`INSERT INTO temp.entry_word (entry_word, rank) VALUES ('hashsize', ${16 * 1024 * 1024})`);
  // In one transaction: one for each row takes ten times as long.
  raw.exec('BEGIN');
  return raw.prepare<WordRow>(insertWords);
}
