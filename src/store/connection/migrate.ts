import { closeSync, openSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { UnusableError } from '../../domain/base/errors.ts';
import { rebuildProjections } from '../replay/rebuild.ts';
import { createLogTables, makeLogStricter } from './log-tables.ts';
import type { Tables } from './schema.ts';
import { APPLICATION_ID } from './schema-version.ts';
import { immediate } from './transactions.ts';

/** A step from one version of the log's tables to the next. Projections are rebuilt after any step. */
export type Migration = (db: Kysely<Tables>) => Promise<void>;

/** One line a version, oldest first; never edited once shipped. */
export const migrations: readonly Migration[] = [
  createLogTables,
  newProjections,
  indexOfEntries,
  moreProjections,
  originOfEntries,
  evidenceWithRoles,
  makeLogStricter,
  runsOfCandidates,
  complianceLogs,
  filesOfSessions,
  importedFigures,
];

/** Finds what a person did last. The projections learned of people, evidence and gates. */
async function newProjections(db: Kysely<Tables>): Promise<void> {
  await sql.raw('CREATE INDEX entry_actor ON entry(actor, seq)').execute(db);
}

/** Entries are found by their words: a projection. */
async function indexOfEntries(): Promise<void> {}

/** Artifacts, and until when evidence counts: projections. */
async function moreProjections(): Promise<void> {}

/** Entries say how their actor was named, and which account and host recorded them (domain/audit/entry-origin.ts). */
async function originOfEntries(db: Kysely<Tables>): Promise<void> {
  await sql.raw('ALTER TABLE entry ADD COLUMN origin TEXT').execute(db);
}

/** Evidence says whether its actor had a role: a projection. */
async function evidenceWithRoles(): Promise<void> {}

/** Runs say whether they judged a candidate, and results are found by their check: projections. */
async function runsOfCandidates(): Promise<void> {}

/** Records of compliance logs: projections. */
async function complianceLogs(): Promise<void> {}

/** Session files that were imported are known again: a projection. */
async function filesOfSessions(): Promise<void> {}

/** Imported figures are found by their days: projections. */
async function importedFigures(): Promise<void> {}

type Connection = { raw: Database.Database; db: Kysely<Tables>; path: string };

/**
 * Refuses, before anything is written, a database that a newer program wrote or that is not ours.
 *
 * @throws UnusableError
 */
export function refuseForeign({ raw, path }: Pick<Connection, 'raw' | 'path'>, steps = migrations): void {
  const tables = Number(raw.prepare('SELECT count(*) FROM sqlite_master').pluck().get());
  const ours = Number(raw.pragma('application_id', { simple: true })) === APPLICATION_ID;
  if (tables > 0 && !ours) {
    throw new UnusableError(
      `${path}: not a cockpit database`,
      'Name another file with --db; nothing was changed.',
    );
  }
  const version = readVersion(raw);
  if (version > steps.length) {
    throw new UnusableError(
      `${path}: the database has version ${version}, this program knows up to ${steps.length}`,
      'Use the newer codex-cockpit that wrote it; nothing was changed.',
    );
  }
}

/**
 * Refuses a database that this program would have to migrate first.
 *
 * @throws UnusableError
 */
export function refuseOutdated({ raw, path }: Pick<Connection, 'raw' | 'path'>, steps = migrations): void {
  const version = readVersion(raw);
  if (version === steps.length) return;
  throw new UnusableError(
    `${path}: the database has version ${version}, this program reads ${steps.length}`,
    version === 0
      ? 'It has no history. Restore a backup with codex-cockpit db restore FILE, or begin a rollout with codex-cockpit init.'
      : 'Run a command that writes, such as codex-cockpit db rebuild, to bring it up to date.',
  );
}

/**
 * Brings the tables to the newest version in one transaction. A database that already has a
 * history is backed up first, to `<path>.v<version>.bak`.
 */
export async function migrate(connection: Connection, steps = migrations): Promise<void> {
  refuseForeign(connection, steps);
  const { raw, db, path } = connection;
  const before = readVersion(raw);
  if (before === steps.length) return;
  if (before > 0) {
    const backup = `${path}.v${before}.bak`;
    // Made before SQLite sees it, which would let others read it.
    closeSync(openSync(backup, 'a', 0o600));
    await raw.backup(backup);
  }
  await immediate(db, async (transaction) => {
    // A second process may have migrated while this one waited for the lock.
    const version = readVersion(raw);
    if (version >= steps.length) return;
    for (const step of steps.slice(version)) await step(transaction);
    await rebuildProjections(transaction);
    await sql.raw(`PRAGMA application_id = ${APPLICATION_ID}`).execute(transaction);
    await sql.raw(`PRAGMA user_version = ${steps.length}`).execute(transaction);
  });
}

function readVersion(raw: Database.Database): number {
  return Number(raw.pragma('user_version', { simple: true }));
}
