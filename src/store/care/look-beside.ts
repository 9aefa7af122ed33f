import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type Database from 'better-sqlite3';
import { Thread } from '../log/thread.ts';
import type { WordRow } from '../projections/word-index.ts';
import type { CheckAnswer, CheckQuestion } from './check-worker.ts';
import { damageOf } from './file-damage.ts';
import { type Difference, difference, drawFactors, newestIn, readWords } from './word-places.ts';

/** The parts of a check that need nothing but the file, and what is found of its words. */
export type Look = {
  /** Whether it runs beside the check. */
  isBeside: boolean;
  damage: () => Promise<readonly string[]>;
  /** Takes the words of an entry; undefined when they go into the private tables of the connection. */
  onWords: ((row: WordRow) => Promise<void>) | undefined;
  /** Compares the words after all were taken. */
  words: () => Promise<Difference>;
  end: () => Promise<void>;
};

// Below, starting a thread takes longer than it saves.
const worthThread = 16 * 1024 * 1024;
const rowsAtOnce = 1000;
const batchesAhead = 50;

// Beside this file in the sources, in its folder below the bundle.
const script = new URL(
  import.meta.url.endsWith('.ts') ? './check-worker.ts' : './store/care/check-worker.js',
  import.meta.url,
);

/** Looks at a large file in threads of its own, and at a small one here. Words are given at the moment of the check. */
export function lookBeside(raw: Database.Database, largeFile = worthThread): Look {
  // Threads open the file by its name, which a copy in memory does not have.
  const isLarge = !raw.memory && (statSync(raw.name, { throwIfNoEntry: false })?.size ?? 0) >= largeFile;
  return isLarge && availableParallelism() > 1 ? lookInThreads(raw) : lookHere(raw);
}

function lookHere(raw: Database.Database): Look {
  const factors = drawFactors();
  return {
    isBeside: false,
    damage: async () => damageOf(raw),
    onWords: undefined,
    words: async () => difference(readWords(raw, 'main', factors), readWords(raw, 'temp', factors)),
    end: async () => undefined,
  };
}

/** One thread looks at the file and indexes the words of the replay, the other one reads the index of the file. */
function lookInThreads(raw: Database.Database): Look {
  const indexer = new Thread<CheckQuestion, CheckAnswer>(script, raw.name);
  const reader = new Thread<CheckQuestion, CheckAnswer>(script, raw.name);
  const factors = drawFactors();
  const sent: Promise<unknown>[] = [];
  let ofFile: Promise<CheckAnswer> | undefined;
  let rows: WordRow[] = [];
  const send = async () => {
    ofFile ??= reader.ask({ ask: 'read file', factors, newest: newestIn(raw) });
    sent.push(indexer.ask({ ask: 'index', rows }));
    rows = [];
    // However far the thread falls behind, the memory does not fill with what it has yet to read.
    await sent.at(-batchesAhead);
    // A thread hears of the next batch only when this one lets its messages pass.
    await new Promise((resume) => setImmediate(resume));
  };
  return {
    isBeside: true,
    damage: () => indexer.ask({ ask: 'damage' }),
    onWords: async (row) => {
      rows.push(row);
      if (rows.length >= rowsAtOnce) await send();
    },
    words: async () => {
      await send();
      const [there, derived] = await Promise.all([ofFile, indexer.ask({ ask: 'read private', factors })]);
      if (there?.[0] === derived[0]) return { added: [], lacking: [] };
      return difference(
        ...(await Promise.all([reader.ask({ ask: 'lines' }), indexer.ask({ ask: 'lines' })])),
      );
    },
    end: async () => {
      await Promise.all([indexer.end(), reader.end()]);
    },
  };
}
