import Database from 'better-sqlite3';
import type { Tables } from '../connection/schema.ts';
import {
  APPLICATION_ID,
  partsOf,
  SCHEMA_PARTS,
  SCHEMA_VERSION,
  sessionFileTable,
} from '../connection/schema-version.ts';

type KnownFile = Tables['session_file'];

/**
 * By what each imported session file is known again, read without the rest of the store, which takes longer to load than
 * this to read. Undefined for a database that is not as this version makes it: the usual way says what is wrong.
 */
export function readKnownSessionFiles(path: string): readonly KnownFile[] | undefined {
  try {
    const raw = new Database(path, { readonly: true, fileMustExist: true });
    try {
      return isAsMade(raw) ? raw.prepare<[], KnownFile>('SELECT * FROM session_file').all() : undefined;
    } finally {
      raw.close();
    }
  } catch {
    return undefined;
  }
}

/** A digest of all parts would need what takes longer to load than this to run. What is read is one table, which is itself. */
function isAsMade(raw: Database.Database): boolean {
  const parts = partsOf(raw);
  return (
    raw.pragma('application_id', { simple: true }) === APPLICATION_ID &&
    raw.pragma('user_version', { simple: true }) === SCHEMA_VERSION &&
    parts.length === SCHEMA_PARTS &&
    parts.some(({ type, sql }) => type === 'table' && sql === sessionFileTable)
  );
}
