import type Database from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../connection/schema.ts';
import { sessionFileTable } from '../connection/schema-version.ts';
import { privately, wordIndex } from './word-index.ts';

/** The tables that are derived from the log and can be thrown away at any time. */
export const projectionTables = [
  'rollout',
  'run',
  'check_result',
  'person',
  'runbook',
  'evidence',
  'waiver',
  'sign_off',
  'gate',
  'artifact_entry',
  'artifact_copy',
  'catalog_run',
  'review',
  'review_entry',
  'compliance_record',
  'compliance_environment',
  'compliance_unit',
  'compliance_activity',
  'compliance_stretch',
  'compliance_file',
  'session_file',
  'figure',
  'figure_head',
  'entry_word',
  'day',
] as const satisfies (keyof Tables)[];

/** Drops the projections and creates them empty. */
export async function resetProjectionTables(db: Kysely<Tables>): Promise<void> {
  // Somebody may have put views and triggers where our tables belong.
  const strangers = await sql<{ type: 'view' | 'trigger'; name: string }>`
    SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'trigger') AND tbl_name NOT IN ('entry', 'blob')`.execute(
    db,
  );
  for (const { type, name } of strangers.rows)
    await sql`DROP ${sql.raw(type)} IF EXISTS ${sql.id(name)}`.execute(db);
  for (const table of projectionTables) await db.schema.dropTable(table).ifExists().execute();
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** Creates the same tables for one connection alone, in front of those in the file, and ends the log at an entry. */
export function createPrivateTables(raw: Database.Database, upTo: number): void {
  raw.exec(`CREATE TEMP VIEW entry AS SELECT * FROM main.entry WHERE seq BETWEEN 1 AND ${Math.trunc(upTo)}`);
  for (const statement of statements) raw.exec(privately(statement));
}

export function dropPrivateTables(raw: Database.Database): void {
  raw.exec('DROP VIEW IF EXISTS temp.entry');
  for (const table of projectionTables) raw.exec(`DROP TABLE IF EXISTS temp.${table}`);
}

const statements = [
  `CREATE TABLE rollout (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    pin TEXT NOT NULL,
    pinned_at TEXT NOT NULL,
    surfaces TEXT NOT NULL,
    started_at TEXT NOT NULL,
    started_by TEXT NOT NULL,
    seq INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE run (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,
    suite TEXT NOT NULL,
    pin TEXT NOT NULL,
    cli_path TEXT NOT NULL,
    cli_version TEXT,
    started_at TEXT NOT NULL,
    started_by TEXT NOT NULL,
    planned INTEGER NOT NULL,
    finished_at TEXT,
    duration_ms INTEGER,
    verdict TEXT,
    interrupted INTEGER NOT NULL DEFAULT 0,
    as_candidate INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  `CREATE TABLE check_result (
    run TEXT NOT NULL,
    check_id TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    verdict TEXT NOT NULL,
    cli_version TEXT,
    as_candidate INTEGER NOT NULL,
    PRIMARY KEY (run, check_id)
  ) STRICT`,
  // Whatever a screen shows of a check, its newest results are found without reading the older ones.
  'CREATE INDEX check_results ON check_result(check_id, as_candidate, seq, verdict, cli_version)',
  // Addresses count without case, as isSamePerson has it.
  'CREATE TABLE person (email TEXT PRIMARY KEY COLLATE NOCASE, seq INTEGER NOT NULL, has_role INTEGER NOT NULL) STRICT',
  'CREATE TABLE runbook (id TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT',
  `CREATE TABLE evidence (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    version TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    has_role INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    digest TEXT NOT NULL,
    source TEXT NOT NULL,
    good_until TEXT NOT NULL,
    summary TEXT NOT NULL,
    PRIMARY KEY (kind, key, version, has_role)
  ) STRICT`,
  `CREATE TABLE waiver (
    item TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    approver TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    digest TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE sign_off (
    phase TEXT NOT NULL,
    role TEXT NOT NULL,
    person TEXT NOT NULL COLLATE NOCASE,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    evidence_digest TEXT NOT NULL,
    public_key TEXT,
    PRIMARY KEY (phase, role, person)
  ) STRICT`,
  `CREATE TABLE gate (
    phase TEXT PRIMARY KEY,
    decision TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
  ) STRICT`,
  'CREATE TABLE artifact_entry (seq INTEGER PRIMARY KEY, artifact TEXT NOT NULL) STRICT',
  `CREATE TABLE artifact_copy (
    artifact TEXT NOT NULL,
    repository TEXT NOT NULL,
    path TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (artifact, repository, path)
  ) STRICT`,
  `CREATE TABLE catalog_run (
    artifact TEXT NOT NULL,
    command TEXT NOT NULL,
    repository TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (artifact, command, repository)
  ) STRICT`,
  `CREATE TABLE review (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    change TEXT NOT NULL,
    seq INTEGER NOT NULL,
    finished_seq INTEGER
  ) STRICT`,
  'CREATE TABLE review_entry (seq INTEGER PRIMARY KEY, review TEXT NOT NULL) STRICT',
  'CREATE INDEX review_entries ON review_entry(review, seq)',
  `CREATE TABLE compliance_record (
    event_id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    place TEXT NOT NULL,
    log TEXT NOT NULL,
    event_type TEXT NOT NULL,
    person TEXT NOT NULL,
    api_key TEXT NOT NULL,
    client TEXT NOT NULL,
    tool TEXT NOT NULL,
    model TEXT NOT NULL,
    status TEXT NOT NULL,
    environment TEXT NOT NULL,
    repositories TEXT NOT NULL,
    session TEXT NOT NULL
  ) STRICT`,
  'CREATE INDEX compliance_records ON compliance_record(at)',
  `CREATE TABLE compliance_environment (
    environment TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    repositories TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE compliance_unit (
    unit TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    activity INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE compliance_activity (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL,
    seq INTEGER NOT NULL,
    requests INTEGER,
    failed_requests INTEGER,
    tool_calls INTEGER,
    failed_tool_calls INTEGER,
    turns INTEGER,
    sessions INTEGER,
    input_tokens INTEGER,
    cached_input_tokens INTEGER,
    output_tokens INTEGER,
    reasoning_output_tokens INTEGER
  ) STRICT`,
  'CREATE INDEX compliance_days ON compliance_activity(day)',
  `CREATE TABLE compliance_stretch (
    seq INTEGER PRIMARY KEY,
    place TEXT NOT NULL,
    log TEXT NOT NULL,
    from_at TEXT NOT NULL,
    to_at TEXT NOT NULL,
    basis TEXT NOT NULL,
    complete INTEGER NOT NULL,
    at TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE compliance_file (
    place TEXT NOT NULL,
    log TEXT NOT NULL,
    file TEXT NOT NULL,
    seq INTEGER NOT NULL,
    since TEXT NOT NULL,
    fetched_seq INTEGER,
    gone INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (place, log, file)
  ) STRICT`,
  sessionFileTable,
  `CREATE TABLE figure (
    source TEXT NOT NULL,
    place TEXT NOT NULL,
    key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    row TEXT NOT NULL,
    UNIQUE (source, place, key)
  ) STRICT`,
  'CREATE INDEX figure_days ON figure(to_day, from_day)',
  `CREATE TABLE figure_head (
    seq INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    place TEXT NOT NULL,
    head TEXT NOT NULL
  ) STRICT`,
  wordIndex,
  'CREATE TABLE day (day TEXT PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL) STRICT',
];
