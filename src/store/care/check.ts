import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import type { OnProgress } from '../../domain/base/progress.ts';
import type { DatabaseCheck } from '../../domain/database/looked-at.ts';
import type { Tables } from '../connection/schema.ts';
import { atOneMoment } from '../connection/transactions.ts';
import { MAX_BLOB_BYTES } from '../log/blob.ts';
import { verifyHistory } from '../log/verify.ts';
import { projectionTables } from '../projections/tables.ts';
import { type ReplayOptions, withPrivateReplay } from '../replay/private-replay.ts';
import { maxFaults } from './file-damage.ts';
import { type Look, lookBeside } from './look-beside.ts';
import { findSchemaFaults } from './schema-faults.ts';
import { type Difference, wordTable } from './word-places.ts';

type Connection = { raw: Database.Database; db: Kysely<Tables> };

/**
 * Looks at the file as SQLite sees it, at every entry as this program reads it, at the proof, at what keeps the
 * log append-only, and whether what is derived from the history follows from it.
 *
 * @param options.largeFile bytes from which on a thread of its own looks at the file
 */
export async function checkDatabase(
  connection: Connection,
  { onProgress, largeFile }: { onProgress?: OnProgress | undefined; largeFile?: number } = {},
): Promise<DatabaseCheck> {
  const { raw } = connection;
  const look = lookBeside(raw, largeFile);
  try {
    const looked = look.damage();
    const first = look.isBeside ? [] : await looked;
    // A damaged file ends a walk somewhere in the middle; what SQLite says of it says more.
    const read =
      first.length > 0
        ? undefined
        : await settled(atOneMoment(raw, () => readAll(connection, look, onProgress)));
    const damage = await looked;
    if (damage.length === 0 && read) return read();
    return { sound: false, damage, unreadable: [], guards: [], underived: [], proof: undefined };
  } finally {
    await look.end();
  }
}

async function readAll(
  connection: Connection,
  { words, onWords }: Look,
  onProgress: OnProgress | undefined,
): Promise<DatabaseCheck> {
  const { raw } = connection;
  const schema = await findSchemaFaults(raw);
  const proof = await verifyHistory(raw);
  const unreadable: string[] = [];
  const onUnreadable = (reason: string) => {
    if (unreadable.length < maxFaults) unreadable.push(reason);
  };
  const replayed = { upTo: proof.entries, onProgress, onUnreadable, onWords };
  // Rows of a table that is another one say nothing.
  const rows =
    schema.derived.length > 0
      ? []
      : await findUnderived(connection, { ...replayed, words, atMost: maxFaults });
  const underived = [...schema.derived, ...rows, ...wrongSizes(raw)];
  const guards = schema.log;
  const sound = [unreadable, guards, underived].every((faults) => faults.length === 0) && proof.whole;
  return { sound, damage: [], unreadable, guards, underived, proof };
}

/** Waits for the end, and returns a function that returns or throws the result. */
function settled<T>(work: Promise<T>): Promise<() => T> {
  return work.then(
    (value) => () => value,
    (cause: unknown) => () => {
      throw cause;
    },
  );
}

/** Texts of which the database says another size than they have. */
function wrongSizes(raw: Database.Database): readonly string[] {
  return raw
    .prepare<[], string>(
      `SELECT 'blob ' || sha256 || ' has ' || length(bytes) || ' bytes, and its row says ' || size
        || coalesce(' of ' || truncated_from, '')
       FROM main.blob WHERE size <> length(bytes) OR truncated_from <= size OR size <= ${MAX_BLOB_BYTES - 4} AND truncated_from IS NOT NULL
       LIMIT ${maxFaults}`,
    )
    .pluck()
    .all();
}

/**
 * Replays the history beside the derived tables of the file, and names rows of these that do not follow from it: what
 * screens and reports show is read from them.
 *
 * @param atMost how many are named
 * @param words compares the index of words, after the replay
 */
async function findUnderived(
  connection: Connection,
  { atMost, words, ...options }: ReplayOptions & { atMost: number; words: () => Promise<Difference> },
): Promise<readonly string[]> {
  const { raw } = connection;
  return withPrivateReplay(connection, options, async () => {
    const found: string[] = [];
    for (const table of projectionTables) {
      if (found.length >= atMost) break;
      const { added, lacking } = table === wordTable ? await words() : rowsOf(raw, table, atMost);
      found.push(...added.map((row) => `${table} has a row that does not follow from the history: ${row}`));
      found.push(...lacking.map((row) => `${table} lacks a row that follows from the history: ${row}`));
    }
    return found.slice(0, atMost).map((line) => line.slice(0, 300));
  });
}

function rowsOf(raw: Database.Database, table: string, atMost: number): Difference {
  const columns = raw.prepare(`SELECT * FROM temp.${table}`).columns();
  // A column may count addresses that differ in case alone as the same; here they differ.
  const row = `json_array(${columns.map(({ name }) => `"${name}"`).join(', ')})`;
  const rowsBeside = (one: string, other: string) =>
    raw
      .prepare<[], string>(
        `SELECT ${row} FROM ${one}.${table} EXCEPT SELECT ${row} FROM ${other}.${table} ORDER BY 1 LIMIT ${atMost}`,
      )
      .pluck()
      .all();
  return { added: rowsBeside('main', 'temp'), lacking: rowsBeside('temp', 'main') };
}
