import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { migrations } from '../connection/migrate.ts';
import type { Tables } from '../connection/schema.ts';
import { readEntries } from '../log/entries.ts';
import { Replay } from '../projections/project.ts';
import { resetProjectionTables } from '../projections/tables.ts';

/** A database in a file of its own that is gone when it is closed, with the log up to an entry and what follows from it. */
export async function replayUntil(db: Kysely<Tables>, seq: number): Promise<Database.Database> {
  const raw = new Database('');
  const past = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) });
  raw.pragma('synchronous = OFF');
  raw.pragma('journal_mode = OFF');
  await past.connection().execute(async (connection) => {
    for (const step of migrations) await step(connection);
    await resetProjectionTables(connection);
    const replay = new Replay(connection, { alone: raw });
    raw.exec('BEGIN');
    for await (const entry of readEntries(db, { limit: seq })) {
      await connection.insertInto('entry').values(entry).execute();
      await replay.next(entry);
    }
    await replay.end();
    raw.exec('COMMIT');
  });
  return raw;
}
