import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { UnusableError } from '../../domain/base/errors.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { Tables } from '../connection/schema.ts';
import { Replay } from '../projections/project.ts';
import { createPrivateTables, dropPrivateTables } from '../projections/tables.ts';
import type { WordRow } from '../projections/word-index.ts';

const toldEvery = 5000;

export type ReplayOptions = {
  /** The last entry that counts: all up to it were found whole. */
  upTo: number;
  /** Hears now and then how many entries have been replayed. */
  onProgress?: OnProgress | undefined;
  /** Told of an entry that this program cannot read; it is left out. */
  onUnreadable?: (reason: string) => void;
  /** Takes the words of entries, which are not in the private index then. */
  onWords?: ((row: WordRow) => Promise<void>) | undefined;
};

/**
 * Derives every table anew from the first entries, in tables of this connection alone, and runs `work` while they exist
 * in the place of those in the file: SQLite looks for a name among temporary tables first. So `work` sees nothing of
 * what somebody else may have written into derived tables, and nothing of later entries. The file stays as it is.
 */
export async function withPrivateReplay<T>(
  { raw, db }: { raw: Database.Database; db: Kysely<Tables> },
  { upTo, onProgress, onUnreadable, onWords }: ReplayOptions,
  work: () => Promise<T>,
): Promise<T> {
  try {
    createPrivateTables(raw, upTo);
    const replay = new Replay(db, { alone: raw, onWords });
    for (const entry of provenEntries(raw, upTo)) {
      try {
        await replay.next(entry);
      } catch (cause) {
        if (!(cause instanceof UnusableError)) throw cause;
        onUnreadable?.(cause.message);
      }
      if (entry.seq % toldEvery === 0) onProgress?.({ done: entry.seq, planned: upTo });
    }
    await replay.end();
    return await work();
  } finally {
    dropPrivateTables(raw);
  }
}

/** The entries, already proved, page by page: SQLite writes nothing while a query is still running. */
function* provenEntries(raw: Database.Database, upTo: number): Generator<Entry> {
  const page = raw.prepare<[number, number], Entry>(
    'SELECT * FROM main.entry WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 200',
  );
  for (let after = 0; ; ) {
    const entries = page.all(after, upTo);
    yield* entries;
    const last = entries.at(-1);
    if (!last) return;
    after = last.seq;
  }
}
