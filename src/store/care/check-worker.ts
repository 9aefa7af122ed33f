// A thread that looks at the file and at its index of words, through a connection of its own, while the check replays
// the history.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import * as z from 'zod';
import { createPrivateWords, insertWords, type WordRow } from '../projections/tables.ts';
import { damageOf } from './file-damage.ts';
import { type Difference, difference, newestIn, WordReader } from './word-places.ts';

/** What the thread is asked. */
export type CheckQuestion =
  | { ask: 'damage' }
  /** Reads the index of the file, after the moment of the check; `newest` is the last entry at that moment. */
  | { ask: 'read'; newest: number }
  /** Puts the words of entries into the private index. */
  | { ask: 'index'; rows: readonly WordRow[] }
  /** Compares what was read with the private index. */
  | { ask: 'compare' };

export type CheckAnswer = readonly string[] | Difference;

const { path } = z.object({ path: z.string() }).parse(workerData);
const raw = new Database(path, { readonly: true, fileMustExist: true });
const words = new WordReader(raw);
let ofFile: readonly string[] = [];
let insert: Database.Statement<WordRow> | undefined;

parentPort?.on('message', (question: CheckQuestion) => parentPort?.postMessage(answer(question)));

function answer(question: CheckQuestion): CheckAnswer {
  switch (question.ask) {
    case 'damage':
      return damageOf(raw);
    case 'read': {
      raw.exec('BEGIN');
      ofFile = words.read('main', [question.newest, newestIn(raw)]);
      return [];
    }
    case 'index':
      insert ??= prepareIndex();
      for (const row of question.rows) insert.run(...row);
      return [];
    case 'compare':
      return difference(ofFile, words.read('temp'));
  }
}

/** Not before the file was looked at: a damaged one may not even let a private table be made. */
function prepareIndex(): Database.Statement<WordRow> {
  createPrivateWords(raw);
  return raw.prepare<WordRow>(insertWords);
}
