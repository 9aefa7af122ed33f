import { existsSync } from 'node:fs';
import { UsageError } from '../../domain/base/errors.ts';
import { databasePath } from '../world/database-path.ts';
import { type DatabaseChoice, openWritableHistory } from '../world/session.ts';
import type { World } from '../world/world.ts';

/**
 * Derives all tables from the log again. Returns how many entries were replayed.
 *
 * @throws UsageError when there is no database
 */
export async function rebuildDatabase(world: World, choice: DatabaseChoice): Promise<number> {
  const path = databasePath(world, choice.db);
  if (!existsSync(path))
    throw new UsageError(`${path}: there is no database to rebuild`, 'Start one: codex-cockpit init');
  const store = await openWritableHistory(world, choice);
  try {
    return await store.rebuild();
  } finally {
    await store.close();
  }
}
