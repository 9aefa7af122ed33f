import type { OnProgress } from '../../domain/base/progress.ts';
import type { DatabaseCheck, DatabaseStats } from '../../domain/database/looked-at.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { HistoryFilter } from '../../domain/history/find/history-filter.ts';
import type { LeafRange } from '../../domain/history/proof/merkle-proof.ts';
import type { HistoryProof } from '../../domain/history/proof/proof.ts';
import { copyDatabase } from '../care/backup.ts';
import { checkDatabase } from '../care/check.ts';
import { findRemovable, type RemovableText, type Retention, removeTexts } from '../care/retain.ts';
import { findSchemaFaults, refuseAltered, type SchemaFaults } from '../care/schema-faults.ts';
import { measureDatabase } from '../care/stats.ts';
import { appendEntries, type Draft, type Source } from '../log/append.ts';
import { readBlob, readBlobs, type StoredBytes, type StoredText } from '../log/blob.ts';
import { countEntries, type EntryRange, readEntries, readRows } from '../log/entries.ts';
import { countFound, type EntryPage, findEntries } from '../log/find-entries.ts';
import { findFolded } from '../log/find-folded.ts';
import { rootsOver } from '../log/roots-over.ts';
import { type EntriesProof, type Outside, verifyEntries, verifyHistory } from '../log/verify.ts';
import { withPrivateReplay } from '../replay/private-replay.ts';
import { rebuildProjections } from '../replay/rebuild.ts';
import { replayUntil } from '../replay/replay-until.ts';
import { clearViews, type Views, views } from '../views/views.ts';
import { type Connection, connectForReading, connectForWriting, connection } from './connect.ts';
import { refuseForeign } from './migrate.ts';
import { withClearErrors, withClearErrorsEach } from './sqlite-errors.ts';
import { atOneMoment, immediate } from './transactions.ts';

/** The history of one rollout, for reading. */
export type ReadStore = Views & {
  /** Where the database is. */
  path: string;
  entries(range?: EntryRange): AsyncGenerator<Entry>;
  /** Every row of the log as it is in the file, proved or not. */
  rows(): AsyncGenerator<Entry>;
  /** A page of the entries that a filter lets through, newest first or from an entry on. */
  findEntries(filter: HistoryFilter, page: EntryPage): Promise<readonly Entry[]>;
  /** A page of the entries, with one for each run of a suite that is not `open`: its newest. */
  findFolded(open: readonly string[], page: EntryPage): Promise<readonly Entry[]>;
  /** How many entries a filter lets through. */
  countFound(filter: HistoryFilter): Promise<number>;
  /** Number of entries in the history. */
  countEntries(): Promise<number>;
  blob(sha256: string): Promise<StoredText | undefined>;
  /** Every stored text in the order of the digests. */
  blobs(): AsyncGenerator<StoredBytes>;
  /** The history up to an entry, with the state then. It has no later entries, and must be closed by itself. */
  asOf(seq: number): Promise<ReadStore>;
  /** Runs `work`, during which the database does not change: all that it reads is of one moment. */
  atOneMoment<T>(work: () => Promise<T>): Promise<T>;
  /** Proves the history, and that it extends the checkpoints that were kept elsewhere. */
  verify(outside?: Outside): Promise<HistoryProof>;
  /** The same without the stored texts. */
  verifyEntries(outside?: Outside): Promise<EntriesProof>;
  /** Merkle roots over ranges of entries, of which proofs are made; indices count from 0. */
  rootsOver(ranges: readonly LeafRange[]): Promise<readonly string[]>;
  /**
   * Runs `work` over what follows from the first entries, derived anew: what it reads comes from them alone, and not from
   * the derived tables in the file. All of them have to be found whole.
   */
  replayed<T>(upTo: number, work: () => Promise<T>): Promise<T>;
  /** Looks at the file itself, at every entry, and at the proof. */
  check(onProgress?: OnProgress): Promise<DatabaseCheck>;
  /** What of its tables, indexes, views and triggers is not as this version makes it. */
  schemaFaults(): Promise<SchemaFaults>;
  stats(): Promise<DatabaseStats>;
  /** Copies the database into a new file, while others may write it. */
  copyTo(target: string): Promise<void>;
  close(): Promise<void>;
};

/** The history of one rollout. */
export type Store = ReadStore & {
  /**
   * Records what `decide` returns. It runs while the write lock is held, so what it reads cannot
   * change before its entries are there; when it throws, nothing is recorded.
   */
  append(decide: (views: Views) => Promise<readonly Draft[]> | readonly Draft[]): Promise<readonly Entry[]>;
  /** Replays the log into fresh projections; returns how many entries it read. */
  rebuild(): Promise<number>;
  /**
   * Removes stored texts that are no longer needed, and records what `decide` makes of them, in one
   * transaction. Nothing goes when it records nothing.
   */
  removeTexts(
    retention: Retention,
    decide: (views: Views, removable: readonly RemovableText[]) => Promise<readonly Draft[]>,
  ): Promise<void>;
  /** Writes the file anew without its free pages. */
  compact(): Promise<void>;
};

/** Opens the database at `path` for writing, and creates it when it is not there. */
export async function openStore(path: string, source: Source): Promise<Store> {
  return withClearErrors(path, async () => {
    const connection = await connectForWriting(path);
    const { raw, db } = connection;
    // SQLite counts every change of its schema; looking at all parts again for each entry takes longer than to record it.
    let trusted: unknown;
    const trust = async () => {
      const version = raw.pragma('schema_version', { simple: true });
      if (version !== trusted) {
        // A newer program may have migrated it since it was opened.
        refuseForeign({ raw, path });
        await refuseAltered({ raw, path });
      }
      trusted = version;
    };
    return {
      ...reader(path, connection),
      append: (decide) =>
        withClearErrors(path, () =>
          immediate(db, async (transaction) => {
            await trust();
            return appendEntries(transaction, await decide(views(transaction)), source);
          }),
        ),
      rebuild: () => withClearErrors(path, () => immediate(db, rebuildProjections)),
      removeTexts: (retention, decide) =>
        withClearErrors(path, () =>
          immediate(db, async (transaction) => {
            await trust();
            const removable = await findRemovable(transaction, retention);
            const drafts = await decide(views(transaction), removable);
            if (drafts.length === 0) return;
            await removeTexts(transaction, removable);
            await appendEntries(transaction, drafts, source);
          }),
        ),
      compact: () =>
        withClearErrors(path, async () => {
          raw.exec('VACUUM');
          // What was written before is still in the WAL until it is cut.
          raw.pragma('wal_checkpoint(TRUNCATE)');
        }),
    };
  });
}

/** Opens an existing database for reading only. */
export async function openReadStore(path: string): Promise<ReadStore> {
  return withClearErrors(path, async () => reader(path, await connectForReading(path)));
}

function reader(path: string, { raw, db, close }: Connection): ReadStore {
  let isReplayed = false;
  let trusted: Promise<void> | undefined;
  // Not when it is opened: the proof, the check and a rebuild are for a database that somebody altered.
  const trust = async () => {
    if (isReplayed) return;
    trusted ??= refuseAltered({ raw, path });
    await trusted;
  };
  return {
    path,
    ...clearViews(path, views(db), trust),
    entries: (range = {}) => withClearErrorsEach(path, readEntries(db, range)),
    rows: () => withClearErrorsEach(path, readRows(db)),
    findEntries: (filter, page) =>
      withClearErrors(path, async () => {
        await trust();
        return findEntries(db, filter, page);
      }),
    findFolded: (open, page) =>
      withClearErrors(path, async () => {
        await trust();
        return findFolded(db, open, page);
      }),
    countFound: (filter) =>
      withClearErrors(path, async () => {
        await trust();
        return countFound(db, filter);
      }),
    countEntries: () => withClearErrors(path, () => countEntries(db)),
    blob: (sha256) => withClearErrors(path, () => readBlob(db, sha256)),
    blobs: () => withClearErrorsEach(path, readBlobs(db)),
    asOf: (seq) =>
      withClearErrors(path, async () => ({
        ...reader(path, connection(await replayUntil(db, seq))),
        blob: (sha256) => withClearErrors(path, () => readBlob(db, sha256)),
        blobs: () => withClearErrorsEach(path, readBlobs(db)),
      })),
    atOneMoment: (work) => atOneMoment(raw, work),
    verify: (outside) => withClearErrors(path, () => verifyHistory(raw, outside)),
    verifyEntries: (outside) => withClearErrors(path, () => verifyEntries(raw, outside)),
    rootsOver: (ranges) => withClearErrors(path, async () => rootsOver(raw, ranges)),
    replayed: (upTo, work) =>
      withClearErrors(path, () =>
        withPrivateReplay({ raw, db }, { upTo }, () => {
          isReplayed = true;
          return work().finally(() => {
            isReplayed = false;
          });
        }),
      ),
    schemaFaults: () => withClearErrors(path, () => findSchemaFaults(raw)),
    check: (onProgress) => withClearErrors(path, () => checkDatabase({ raw, db }, { onProgress })),
    stats: () => withClearErrors(path, async () => measureDatabase(raw, path)),
    copyTo: (target) => withClearErrors(target, () => copyDatabase(raw, target)),
    close,
  };
}
