import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RefusedError, UsageError, WorkError } from '../../domain/base/errors.ts';
import type { HistoryProof } from '../../domain/history/proof/proof.ts';
import { describeFaults } from '../../domain/history/proof/proof.ts';
import { ACTS } from '../../domain/people/act.ts';
import type { Person } from '../../domain/people/person.ts';
import { requireRole } from '../../domain/people/require-role.ts';
import type { Role } from '../../domain/people/role.ts';
import { copyOfAnyVersion } from '../../store/care/backup.ts';
import { openReadStore, openStore, type ReadStore } from '../../store/connection/open.ts';
import { takeOutOfUse } from '../../store/connection/take-out-of-use.ts';
import { withClearFileErrors } from '../files/clear-file-errors.ts';
import { historyName, nameInKeyFile } from '../history/checkpoints/signing-key.ts';
import { actingPerson } from '../world/actor.ts';
import { databasePath } from '../world/database-path.ts';
import { type DatabaseChoice, recordingSource, refuseReadOnly } from '../world/session.ts';
import type { World } from '../world/world.ts';
import { holdsSomething } from './lost-history.ts';

/** What a restore did. */
export type Restored = {
  path: string;
  entries: number;
  /** Where the database that was there is now. */
  movedTo: string | undefined;
  /** How many entries that one has; undefined when there was none, or it cannot be read. */
  replacedEntries: number | undefined;
  /**
   * Which history says that the person may: the one that was replaced; both, when that one was not whole; the backup
   * alone, when there was none that could be read.
   */
  askedOf: 'replaced' | 'both' | 'backup';
};

/** A history as far as a restore asks: which one it is, its people, whether it is whole. */
type Known = { name: string | undefined; people: readonly Person[]; proof: HistoryProof };

/** Drafts of restores that were killed go with a later one; a younger one may be of another process. */
const draftLifeMs = 3_600_000;

/**
 * Puts a backup in the place of the database. Everything is prepared aside: the copy is proved, records that it was
 * restored and by whom, and is on the disk before one rename makes it the database. Killed at any moment, either the
 * old database is there or the new one. What was there gets another name and is never removed.
 *
 * @throws UsageError when there is no such backup
 * @throws RefusedError without the role, when its history is not whole or not guarded, or is that of another rollout
 * @throws WorkError when another program has the database open
 */
export async function restoreDatabase(
  world: World,
  choice: DatabaseChoice,
  asked: string,
): Promise<Restored> {
  refuseReadOnly(world);
  const source = resolve(world.cwd, asked);
  if (!existsSync(source)) throw new UsageError(`${source}: there is no such file`, 'Name a backup.');
  const path = databasePath(world, choice.db);
  if (source === path) throw new UsageError(`${source}: this is the database itself`, 'Name a backup.');
  return withClearFileErrors(path, () => replaceBy(world, { source, path }));
}

async function replaceBy(
  world: World,
  { source, path }: { source: string; path: string },
): Promise<Restored> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${draftsOf(path)}${randomUUID()}`;
  try {
    await copyOfAnyVersion(source, draft);
    const replaced = holdsSomething(path)
      ? await lookAt(world, path, draft).catch(() => undefined)
      : undefined;
    const { entries, askedOf } = await decide(world, { source, draft, path, replaced });
    // Whatever is still in a WAL would not come along.
    takeOutOfUse(draft);
    if (existsSync(`${draft}-wal`)) throw new WorkError(`${draft}: its WAL could not be written back`);
    await syncFile(draft);
    const movedTo = existsSync(path) ? await keepAside(path, world.now()) : undefined;
    // Unlike a rename, a link never takes the place of a file that somebody has just made.
    if (movedTo === undefined) await nameTwice(draft, path);
    else await rename(draft, path);
    await syncFolder(path);
    return { path, entries, movedTo, replacedEntries: replaced?.proof.entries, askedOf };
  } finally {
    await removeDrafts(path, draft, world.now());
  }
}

/**
 * Decides whether the draft may become the database, and records it there. Who may is asked of the history that is
 * replaced, so that nobody is let in by a backup from before their role was taken away. When that one is not whole, the
 * entry that took the role away may be among what is missing: then the role is needed in both. The backup alone is asked
 * only when there is nothing else that can be read.
 *
 * @returns how many entries the backup has
 */
async function decide(
  world: World,
  at: { source: string; draft: string; path: string; replaced: Known | undefined },
): Promise<Pick<Restored, 'entries' | 'askedOf'>> {
  const { source, draft, path, replaced } = at;
  const actor = await actingPerson(world);
  const store = await openStore(draft, await recordingSource(world));
  try {
    const proof = await store.verify();
    const { log, untrusted } = await store.schemaFaults();
    const altered = [...new Set([...log, ...untrusted])];
    // Before anything is read from its tables: an altered one shows what somebody wants to be seen.
    if (!proof.whole || altered.length > 0) {
      const what = proof.whole ? 'somebody altered it' : 'its history is not whole';
      const faults = [...describeFaults(proof), ...altered.map((one) => `In the file, ${one}.`)];
      throw new RefusedError(
        `${source}: ${what}; nothing was changed: ${faults.join(' ')}`,
        'Restore another backup.',
      );
    }
    const backup: Known = { name: await historyName(store), people: await store.people(), proof };
    const { role, askedOf } = roleFor(actor, { replaced, backup });
    const here = replaced?.name ?? nameInKeyFile(path);
    if (here !== undefined && here !== backup.name) {
      throw new RefusedError(
        `${source}: it is a backup of another rollout (${backup.name ?? 'an empty one'}); here is ${here}. Nothing was changed.`,
        'Name a backup of this rollout, or another database with --db.',
      );
    }
    const body = {
      v: 2 as const,
      from: basename(source),
      entries: proof.entries,
      head: proof.head ?? '',
      replaced:
        replaced?.proof.head === undefined
          ? null
          : { entries: replaced.proof.entries, head: replaced.proof.head },
      role,
      role_from: askedOf === 'replaced' ? ('replaced' as const) : ('backup' as const),
    };
    await store.append(() => [{ actor, subject: 'history', event: { kind: 'history.restored', body } }]);
    return { entries: proof.entries, askedOf };
  } finally {
    await store.close();
  }
}

/** @throws RefusedError */
function roleFor(
  actor: string,
  { replaced, backup }: { replaced: Known | undefined; backup: Known },
): { role: Role; askedOf: Restored['askedOf'] } {
  const roles = ACTS['restore a backup'];
  const what = 'restore a backup';
  if (!replaced || replaced.people.length === 0)
    return { role: requireRole(backup.people, actor, { what, roles }), askedOf: 'backup' };
  if (replaced.proof.whole)
    return { role: requireRole(replaced.people, actor, { what, roles }), askedOf: 'replaced' };
  const both = `${what} in the place of a history that is not whole, which needs the role in both`;
  requireRole(replaced.people, actor, { what: both, roles });
  return { role: requireRole(backup.people, actor, { what: both, roles }), askedOf: 'both' };
}

/** The history at the path, by its entries alone: somebody may have altered the tables that are derived from them. */
async function lookAt(world: World, path: string, draft: string): Promise<Known> {
  const store = await openReadStore(path).catch(() => openMigratedCopy(world, path, `${draft}.there`));
  try {
    const proof = await store.verify();
    const name = await historyName(store).catch(() => undefined);
    return { name, people: await store.replayed(proof.entries, () => store.people()), proof };
  } finally {
    await store.close();
  }
}

/** A database of an older version says who may as well as one of this version. */
async function openMigratedCopy(world: World, path: string, copy: string): Promise<ReadStore> {
  await copyOfAnyVersion(path, copy);
  return openStore(copy, await recordingSource(world));
}

/**
 * Gives the database another name besides its own, which it keeps until the rename. What a damaged one has in its WAL
 * goes with it: the new one must not find it.
 */
async function keepAside(path: string, now: Date): Promise<string> {
  takeOutOfUse(path);
  const target = `${path}.replaced-${now.toISOString().replaceAll(':', '')}`;
  if (existsSync(target)) throw new WorkError(`${target}: there is a file of that name`, 'Try again.');
  for (const ending of ['', '-wal'])
    if (existsSync(path + ending)) await nameTwice(path + ending, target + ending);
  await syncFolder(path);
  for (const ending of ['-wal', '-shm']) await rm(path + ending, { force: true });
  return target;
}

async function nameTwice(from: string, to: string): Promise<void> {
  await link(from, to).catch(async (cause: NodeJS.ErrnoException) => {
    // Some file systems know no second name.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(cause.code ?? '')) throw cause;
    await copyFile(from, to, constants.COPYFILE_EXCL);
    await syncFile(to);
  });
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  await syncFile(dirname(path));
}

function draftsOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.restore-`);
}

/** Removes what this restore prepared, and what killed ones left. */
async function removeDrafts(path: string, draft: string, now: Date): Promise<void> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(basename(draftsOf(path))))) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    const isOld = found !== undefined && now.getTime() - found.mtimeMs > draftLifeMs;
    if (name.startsWith(basename(draft)) || isOld) await rm(join(folder, name), { force: true });
  }
}
