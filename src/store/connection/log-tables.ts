import { type Kysely, sql } from 'kysely';
import { UnusableError } from '../../domain/base/errors.ts';
import type { Tables } from './schema.ts';

/**
 * The log and its blobs. Triggers refuse every change of existing rows, `INSERT OR REPLACE`
 * included, which would delete the old row without firing a DELETE trigger. `UNIQUE(prev_hash)`
 * makes a fork of the chain impossible.
 */
export async function createLogTables(db: Kysely<Tables>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/**
 * Makes both tables anew, with conditions that no client can go around as long as the tables exist: no entry has a number
 * below 1, and a text has the size that its row says. Row numbers of texts are guarded as well: `INSERT OR REPLACE` with
 * the number of another text would delete that one.
 *
 * @throws UnusableError when a row is there that no version of this program writes
 */
export async function makeLogStricter(db: Kysely<Tables>): Promise<void> {
  const stray = await sql<{ what: string }>`SELECT 'entry ' || seq AS what FROM entry WHERE seq < 1
    UNION ALL SELECT 'blob ' || sha256 FROM blob WHERE size <> length(bytes) OR truncated_from <= size LIMIT 1`.execute(
    db,
  );
  const [found] = stray.rows;
  if (found)
    throw new UnusableError(
      `the history has a row that no version of this program writes: ${found.what}; nothing was changed`,
      'Keep the file for the person who investigates, and restore a backup: codex-cockpit db restore FILE',
    );
  for (const statement of stricter) await sql.raw(statement).execute(db);
}

/** The guard that is removed only while a removal is recorded (care/retain.ts). */
export const blobNeverGoes = `CREATE TRIGGER blob_never_goes BEFORE DELETE ON blob
    BEGIN SELECT RAISE(ABORT, 'the history is append-only: blobs are never deleted'); END`;

const statements = [
  `CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    prev_hash TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL UNIQUE
  ) STRICT`,
  `CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    bytes BLOB NOT NULL,
    size INTEGER NOT NULL,
    truncated_from INTEGER
  ) STRICT`,
  `CREATE INDEX entry_subject ON entry(subject, seq)`,
  `CREATE INDEX entry_kind ON entry(kind, seq)`,
  `CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the history is append-only: entries are never changed'); END`,
  `CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the history is append-only: entries are never deleted'); END`,
  `CREATE TRIGGER entry_only_follows BEFORE INSERT ON entry
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)
      OR EXISTS (SELECT 1 FROM entry WHERE id = NEW.id OR hash = NEW.hash OR prev_hash = NEW.prev_hash)
    BEGIN SELECT RAISE(ABORT, 'the history is append-only: an entry can only follow the last one'); END`,
  `CREATE TRIGGER blob_never_changes BEFORE UPDATE ON blob
    BEGIN SELECT RAISE(ABORT, 'the history is append-only: blobs are never changed'); END`,
  blobNeverGoes,
  `CREATE TRIGGER blob_is_never_replaced BEFORE INSERT ON blob
    WHEN EXISTS (SELECT 1 FROM blob WHERE sha256 = NEW.sha256)
    BEGIN SELECT RAISE(ABORT, 'the history is append-only: blobs are never replaced'); END`,
];

const guardsOfEntries = statements.filter((statement) => /^CREATE TRIGGER entry_/.test(statement));

const stricter = [
  `CREATE TABLE stricter_entry (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    prev_hash TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL UNIQUE,
    origin TEXT
  ) STRICT`,
  `INSERT INTO stricter_entry SELECT seq, id, at, actor, kind, subject, body, prev_hash, hash, origin FROM entry ORDER BY seq`,
  'DROP TABLE entry',
  'ALTER TABLE stricter_entry RENAME TO entry',
  'CREATE INDEX entry_subject ON entry(subject, seq)',
  'CREATE INDEX entry_kind ON entry(kind, seq)',
  'CREATE INDEX entry_actor ON entry(actor, seq)',
  ...guardsOfEntries,
  `CREATE TABLE stricter_blob (
    sha256 TEXT PRIMARY KEY,
    bytes BLOB NOT NULL,
    size INTEGER NOT NULL CHECK (size = length(bytes)),
    truncated_from INTEGER CHECK (truncated_from > size)
  ) STRICT`,
  'INSERT INTO stricter_blob SELECT sha256, bytes, size, truncated_from FROM blob ORDER BY rowid',
  'DROP TABLE blob',
  'ALTER TABLE stricter_blob RENAME TO blob',
  `CREATE TRIGGER blob_never_changes BEFORE UPDATE ON blob
    BEGIN SELECT RAISE(ABORT, 'the history is append-only: blobs are never changed'); END`,
  blobNeverGoes,
  `CREATE TRIGGER blob_is_never_replaced BEFORE INSERT ON blob
    WHEN EXISTS (SELECT 1 FROM blob WHERE sha256 = NEW.sha256 OR rowid = NEW.rowid)
    BEGIN SELECT RAISE(ABORT, 'the history is append-only: blobs are never replaced'); END`,
  // While a row has no number yet, it shows as -1.
  `CREATE TRIGGER blob_has_a_number AFTER INSERT ON blob WHEN NEW.rowid < 1
    BEGIN SELECT RAISE(ABORT, 'the history is append-only: blobs are numbered from 1'); END`,
];
