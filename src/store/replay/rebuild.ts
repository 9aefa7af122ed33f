import type { Kysely } from 'kysely';
import type { Tables } from '../connection/schema.ts';
import { readEntries } from '../log/entries.ts';
import { Replay } from '../projections/project.ts';
import { resetProjectionTables } from '../projections/tables.ts';

/** Throws the projections away and replays the whole log. Returns how many entries were replayed. */
export async function rebuildProjections(db: Kysely<Tables>): Promise<number> {
  await resetProjectionTables(db);
  const replay = new Replay(db);
  let replayed = 0;
  for await (const entry of readEntries(db, {})) {
    await replay.next(entry);
    replayed += 1;
  }
  await replay.end();
  return replayed;
}
