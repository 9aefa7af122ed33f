import { hash } from 'node:crypto';
import type Database from 'better-sqlite3';

/** "CXCP" in the header of the file, so that `file` and SQLite tools can show whose it is. */
export const APPLICATION_ID = 0x43584350;

/** The version of the tables: how many migrations lead to it. */
export const SCHEMA_VERSION = 11;

/** How many tables, views, indexes and triggers this version makes. */
export const SCHEMA_PARTS = 46;

/** The table by which imported session files are known again. */
export const sessionFileTable = `CREATE TABLE session_file (
    name TEXT PRIMARY KEY,
    home TEXT NOT NULL,
    person TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ms INTEGER NOT NULL,
    packed INTEGER NOT NULL,
    seq INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`;

/** A table, view, index or trigger. */
export type Part = { type: string; name: string; tbl_name: string; sql: string };

// What ANALYZE leaves changes nothing that is read.
const parts = `SELECT type, name, tbl_name, sql FROM main.sqlite_schema
  WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_stat[14]' ORDER BY name`;

/** Every table, view, index and trigger of a database. */
export const partsOf = (raw: Database.Database): Part[] => raw.prepare<[], Part>(parts).all();

/**
 * The digest of the parts that this version makes. Making them to compare takes longer than the rest of a start; that is
 * done for a database with another digest alone.
 */
export const SCHEMA_DIGEST = '7bc411f0432c180da83f63811ca6c2c479951df7712906261f86ab068b61ac6c';

/** SHA-256 over the text of every table, view, index and trigger, lower-case hex. */
export function schemaDigest(raw: Database.Database): string {
  const texts = partsOf(raw).map(({ type, name, tbl_name, sql }) => [type, name, tbl_name, sql]);
  return hash('sha256', JSON.stringify(texts), 'hex');
}
