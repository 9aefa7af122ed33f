import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { UnusableError } from '../../domain/base/errors.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import { historyName, otherNameInKeyFile } from '../history/checkpoints/signing-key.ts';

/** Whether there is a file with something in it. An empty one is no database yet. */
export function holdsSomething(path: string): boolean {
  return existsSync(path) && statSync(path).size > 0;
}

/** Why a file of 0 bytes is not a whole history: the cockpit leaves none. Undefined for any other path. */
export function emptyFile(path: string): string | undefined {
  if (!existsSync(path) || holdsSomething(path)) return undefined;
  return `${path} is an empty file: its history was cut off, or none was begun`;
}

/**
 * Why the history of a path is not the one that was there, judged by the files beside it: a key that signed
 * checkpoints, or a database that a restore moved aside. Undefined when there is no sign of that.
 *
 * @param store the history of that path, when it is open
 */
export async function findLoss(path: string, store?: ReadStore): Promise<string | undefined> {
  let name: string | undefined;
  try {
    name = store ? await historyName(store) : holdsSomething(path) ? await nameOf(path) : undefined;
  } catch {
    // What cannot be read is there; what is wrong with it, the proof names.
    return undefined;
  }
  if (name !== undefined) {
    const other = otherNameInKeyFile(path, name);
    return other && `${path} is another history than the one whose key is beside it (${other})`;
  }
  const beside = namesBeside(path);
  if (beside.length === 0) return undefined;
  const state = existsSync(path) ? 'has no history' : 'is not there';
  return `${path} ${state}, and beside it is ${beside.join(', ')}: a history was there before`;
}

/**
 * Looks before anything is opened for writing: the first connection that writes moves a WAL into the file, also that of
 * another history that somebody put beside it.
 *
 * @throws UnusableError when the history is not the one that was there, so that nobody begins or continues another one in
 *   its place by accident
 */
export async function refuseLoss(path: string): Promise<void> {
  const loss = await findLoss(path);
  if (loss === undefined) return;
  throw new UnusableError(
    loss,
    holdsSomething(path)
      ? `Nothing was changed. Take away what does not belong here: the database, its WAL (${path}-wal) or the key (${path}.key). Without a key: codex-cockpit audit key --new`
      : 'Restore it: codex-cockpit db restore FILE. To begin another one, name another database with --db.',
  );
}

async function nameOf(path: string): Promise<string | undefined> {
  const { openReadStore } = await import('../../store/connection/open.ts');
  const store = await openReadStore(path);
  try {
    return await historyName(store);
  } finally {
    await store.close();
  }
}

function namesBeside(path: string): readonly string[] {
  const own = basename(path);
  return namesIn(dirname(path))
    .filter((name) => name === `${own}.key` || name.startsWith(`${own}.replaced-`))
    .sort();
}

// Every start without a history asks this, and to load what reads without waiting takes longer than to read.
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
