import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';

/**
 * The log and its blobs. Triggers refuse every way of changing what is there, `INSERT OR REPLACE`
 * included, which would delete the old row without firing a DELETE trigger. `UNIQUE(prev_hash)`
 * makes a fork of the chain impossible.
 */
export async function createLogTables(db: Kysely<Tables>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** The guard that stands aside only while a removal is recorded (care/retain.ts). */
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
