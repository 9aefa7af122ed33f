import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { UnusableError } from '../../domain/base/errors.ts';
import { migrations } from '../connection/migrate.ts';
import type { Tables } from '../connection/schema.ts';
import { type Part, partsOf, SCHEMA_DIGEST, schemaDigest } from '../connection/schema-version.ts';
import { resetProjectionTables } from '../projections/tables.ts';

/** Parts of a database that are not as this version makes them. */
export type SchemaFaults = {
  /** Of the log: its triggers keep it append-only. */
  log: readonly string[];
  /** Of what is derived from it; a rebuild makes these anew. */
  derived: readonly string[];
  /** Those of both that could show or write something else than was recorded. */
  untrusted: readonly string[];
};

/** Compares the text of every table, view, index and trigger with what this version makes. */
export async function findSchemaFaults(raw: Database.Database): Promise<SchemaFaults> {
  if (schemaDigest(raw) === SCHEMA_DIGEST) return { log: [], derived: [], untrusted: [] };
  const wanted = await freshParts();
  const found = partsOf(raw);
  const faults: readonly Fault[] = [
    ...wanted.flatMap((part): Fault[] => {
      const same = found.find(({ name }) => name === part.name);
      if (!same) return [{ part, what: 'is gone' }];
      const isSame = same.sql === part.sql && same.type === part.type && same.tbl_name === part.tbl_name;
      return isSame ? [] : [{ part, what: 'is another one' }];
    }),
    ...found
      .filter(({ name }) => !wanted.some((part) => part.name === name))
      .map((part) => ({ part, what: 'was added' as const })),
  ];
  const told = (which: (fault: Fault) => boolean) => faults.filter(which).map(describe);
  return {
    log: told(({ part }) => isOfLog(part)),
    derived: told(({ part }) => !isOfLog(part)),
    untrusted: told(canLie),
  };
}

/**
 * Refuses a database with parts that could show or write something else than was recorded: a view in the place of a
 * table, a trigger of somebody's own.
 *
 * @throws UnusableError
 */
export async function refuseAltered({ raw, path }: { raw: Database.Database; path: string }): Promise<void> {
  const [first, ...more] = (await findSchemaFaults(raw)).untrusted;
  if (first === undefined) return;
  throw new UnusableError(
    `${path}: somebody altered the database: ${first}${more.length > 0 ? `, and ${more.length} more` : ''}`,
    'codex-cockpit db check names all of it. codex-cockpit db rebuild derives the tables from the history again.',
  );
}

type Fault = { part: Part; what: 'is gone' | 'is another one' | 'was added' };

function describe({ part, what }: Fault): string {
  const { type, name } = part;
  if (!isOfLog(part)) return `the ${type} ${name} ${what}`;
  return what === 'was added'
    ? `the ${type} ${name} was added to the log`
    : `the ${type} ${name} of the log ${what}`;
}

/** A guard that is gone lets others write, which the proof shows. A table of somebody's own is read by nobody. */
function canLie({ part, what }: Fault): boolean {
  if (what === 'is gone') return !isOfLog(part) || part.type === 'table';
  return what === 'is another one' || part.type === 'view' || part.type === 'trigger';
}

function isOfLog({ tbl_name }: Part): boolean {
  return tbl_name === 'entry' || tbl_name === 'blob';
}

let fresh: Promise<readonly Part[]> | undefined;

/** The parts of an empty database of this version; made once. */
function freshParts(): Promise<readonly Part[]> {
  fresh ??= makeFreshParts();
  return fresh;
}

async function makeFreshParts(): Promise<readonly Part[]> {
  const raw = new Database(':memory:');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) });
  try {
    for (const step of migrations) await step(db);
    await resetProjectionTables(db);
    return partsOf(raw);
  } finally {
    await db.destroy();
  }
}
