import type { Kysely } from 'kysely';
import { readEntries } from '../entries.ts';
import type { Tables } from '../schema.ts';
import { project } from './project.ts';
import { resetProjectionTables } from './tables.ts';

/** Throws the projections away and replays the whole log. Returns how many entries were replayed. */
export async function rebuildProjections(db: Kysely<Tables>): Promise<number> {
  await resetProjectionTables(db);
  const remembered = {};
  let replayed = 0;
  for await (const entry of readEntries(db, {})) {
    await project(db, entry, remembered);
    replayed += 1;
  }
  return replayed;
}
