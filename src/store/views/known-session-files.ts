import Database from 'better-sqlite3';
import type { Tables } from '../connection/schema.ts';
import { APPLICATION_ID, SCHEMA_DIGEST, SCHEMA_VERSION, schemaDigest } from '../connection/schema-version.ts';

/**
 * By what each imported session file is known again, read without the rest of the store, which takes longer to load than
 * this to read. Undefined for a database that is not exactly as this version makes it: the usual way says what is wrong.
 */
export function readKnownSessionFiles(path: string): readonly Tables['session_file'][] | undefined {
  try {
    const raw = new Database(path, { readonly: true, fileMustExist: true });
    try {
      const isOurs =
        raw.pragma('application_id', { simple: true }) === APPLICATION_ID &&
        raw.pragma('user_version', { simple: true }) === SCHEMA_VERSION &&
        schemaDigest(raw) === SCHEMA_DIGEST;
      return isOurs ? raw.prepare<[], Tables['session_file']>('SELECT * FROM session_file').all() : undefined;
    } finally {
      raw.close();
    }
  } catch {
    return undefined;
  }
}
