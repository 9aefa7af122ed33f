import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import { describeFaults } from '../../domain/history/proof/proof.ts';
import { openReadStore } from '../../store/connection/open.ts';
import { withClearFileErrors } from '../files/clear-file-errors.ts';
import { databasePath } from '../world/database-path.ts';
import { requireDatabase } from '../world/require-database.ts';
import type { DatabaseChoice } from '../world/session.ts';
import type { World } from '../world/world.ts';

/** A backup that was made and found whole. */
export type Backup = { path: string; entries: number; head: string | undefined; root: string | undefined };

/**
 * Copies the database into a file that is not there yet, while others may write it, and proves the copy
 * before it gets its name.
 *
 * @throws UsageError when there is no database, or there is a file of that name
 * @throws RefusedError when the history is not whole, so that nobody relies on such a copy
 */
export async function backupDatabase(world: World, choice: DatabaseChoice, asked: string): Promise<Backup> {
  const database = databasePath(world, choice.db);
  requireDatabase(database);
  const path = resolve(world.cwd, asked);
  if (existsSync(path)) throw new UsageError(`${path}: there is a file of that name`, 'Name another one.');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(() => undefined);
  const draft = join(dirname(path), `.${basename(path)}.part`);
  await rm(draft, { force: true }).catch(() => undefined);
  try {
    await copyTo(database, draft);
    const proved = await prove(draft, database);
    await withClearFileErrors(path, () => rename(draft, path));
    return { path, ...proved };
  } finally {
    for (const ending of ['', '-wal', '-shm', '-journal']) await rm(draft + ending, { force: true });
  }
}

async function copyTo(database: string, target: string): Promise<void> {
  const store = await openReadStore(database);
  try {
    await store.copyTo(target);
  } finally {
    await store.close();
  }
}

async function prove(copy: string, database: string): Promise<Omit<Backup, 'path'>> {
  const store = await openReadStore(copy);
  try {
    const proof = await store.verify();
    if (proof.whole) return { entries: proof.entries, head: proof.head, root: proof.root };
    throw new RefusedError(
      `${database}: the history is not whole; no backup was kept: ${describeFaults(proof).join(' ')}`,
      'codex-cockpit audit verify says more. An earlier backup may be whole.',
    );
  } finally {
    await store.close();
  }
}
