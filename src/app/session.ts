import { v7 } from 'uuid';
import { openReadStore, openStore, type ReadStore, type Store, storeExists } from '../store/open.ts';
import { databasePath } from './database-path.ts';
import type { World } from './world.ts';

/** Where the history is; undefined leaves it to the environment. */
export type DatabaseChoice = { db?: string | undefined };

/** Opens the history for reading; undefined when there is none yet. */
export async function openHistory(world: World, { db }: DatabaseChoice): Promise<ReadStore | undefined> {
  const path = databasePath(world, db);
  return storeExists(path) ? openReadStore(path) : undefined;
}

/** Opens the history for writing, and makes it when there is none yet. */
export async function openWritableHistory(world: World, { db }: DatabaseChoice): Promise<Store> {
  return openStore(databasePath(world, db), { now: world.now, newId: (at) => v7({ msecs: at.getTime() }) });
}
