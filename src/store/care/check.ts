import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import type { DatabaseCheck } from '../../domain/database/database-check.ts';
import { atOneMoment } from '../connection/at-one-moment.ts';
import type { Tables } from '../connection/schema.ts';
import { MAX_BLOB_BYTES } from '../log/blob.ts';
import { verifyHistory } from '../log/verify.ts';
import type { OnReplayed } from '../replay/private-replay.ts';
import { findUnderived } from './derived.ts';
import { findSchemaFaults } from './schema-faults.ts';

/** Most faults of one sort that are told; a broken file has thousands. */
const maxFaults = 20;

/**
 * Looks at the file as SQLite sees it, at every entry as this program reads it, at the proof, at what keeps the
 * log append-only, and whether what is derived from the history is what it leads to.
 */
export async function checkDatabase(
  connection: { raw: Database.Database; db: Kysely<Tables> },
  onReplayed?: OnReplayed,
): Promise<DatabaseCheck> {
  const { raw } = connection;
  const damage = [...integrityOf(raw), ...strayReferences(raw)];
  // A damaged file ends a walk somewhere in the middle; what SQLite said of it says more.
  if (damage.length > 0)
    return { sound: false, damage, unreadable: [], guards: [], underived: [], proof: undefined };
  const schema = await findSchemaFaults(raw);
  return atOneMoment(raw, async () => {
    const proof = await verifyHistory(raw);
    const unreadable: string[] = [];
    const onUnreadable = (reason: string) => {
      if (unreadable.length < maxFaults) unreadable.push(reason);
    };
    // Rows of a table that is another one say nothing.
    const rows =
      schema.derived.length > 0
        ? []
        : await findUnderived(connection, {
            upTo: proof.entries,
            atMost: maxFaults,
            onReplayed,
            onUnreadable,
          });
    const underived = [...schema.derived, ...rows, ...wrongSizes(raw)];
    const guards = schema.log;
    const sound = [unreadable, guards, underived].every((faults) => faults.length === 0) && proof.whole;
    return { sound, damage, unreadable, guards, underived, proof };
  });
}

/** Texts of which the database says another size than they have. */
function wrongSizes(raw: Database.Database): readonly string[] {
  return raw
    .prepare<[], string>(
      `SELECT 'blob ' || sha256 || ' has ' || length(bytes) || ' bytes, and its row says ' || size
        || coalesce(' of ' || truncated_from, '')
       FROM main.blob WHERE size <> length(bytes) OR truncated_from <= size OR size < ${MAX_BLOB_BYTES - 3} AND truncated_from IS NOT NULL
       LIMIT ${maxFaults}`,
    )
    .pluck()
    .all();
}

function integrityOf(raw: Database.Database): readonly string[] {
  return unlessCorrupt(() => {
    const told = raw.prepare<[], string>(`PRAGMA integrity_check(${maxFaults})`).pluck().all();
    return told.filter((line) => line !== 'ok');
  });
}

function strayReferences(raw: Database.Database): readonly string[] {
  return unlessCorrupt(() => {
    const rows = raw.prepare<[], { table: string; rowid: number }>('PRAGMA foreign_key_check').all();
    return rows.slice(0, maxFaults).map(({ table, rowid }) => `row ${rowid} of ${table} refers to nothing`);
  });
}

/** A file can be too damaged even for the look at its damage. */
function unlessCorrupt(look: () => readonly string[]): readonly string[] {
  try {
    return look();
  } catch (cause) {
    const { code, message } = cause as Error & { code?: unknown };
    if (typeof code !== 'string' || !/^SQLITE_(CORRUPT|NOTADB)/.test(code)) throw cause;
    return [`${message} (${code})`];
  }
}
