import type { OnProgress } from '../../domain/base/progress.ts';
import type { DatabaseCheck, DatabaseStats } from '../../domain/database/looked-at.ts';
import { openReadStore, type ReadStore } from '../../store/connection/open.ts';
import { databasePath } from '../world/database-path.ts';
import { requireDatabase } from '../world/require-database.ts';
import type { DatabaseChoice } from '../world/session.ts';
import type { World } from '../world/world.ts';

/** Looks at the file itself, at every entry, and at the proof. Throws a UsageError when there is no database. */
export async function checkDatabase(
  world: World,
  choice: DatabaseChoice,
  onProgress?: OnProgress,
): Promise<DatabaseCheck> {
  return looking(world, choice, (store) => store.check(onProgress));
}

/** Measures the database. Throws a UsageError when there is none. */
export async function measureDatabase(world: World, choice: DatabaseChoice): Promise<DatabaseStats> {
  return looking(world, choice, (store) => store.stats());
}

async function looking<T>(
  world: World,
  { db }: DatabaseChoice,
  look: (store: ReadStore) => Promise<T>,
): Promise<T> {
  const path = databasePath(world, db);
  requireDatabase(path);
  const store = await openReadStore(path);
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}
