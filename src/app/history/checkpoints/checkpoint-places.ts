import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError, WorkError } from '../../../domain/base/errors.ts';
import { parseCheckpoint, type SignedCheckpoint } from '../../../domain/history/checkpoints/checkpoint.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { Views } from '../../../store/views/views.ts';
import { writeDurably } from '../../files/write-durably.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';

/** A checkpoint that was kept outside of the database. */
export type KeptCheckpoint = {
  /** Its path. */
  source: string;
  checkpoint: SignedCheckpoint;
  /** The folder it was found in, which several histories may share; undefined for a file that was named. */
  folder: string | undefined;
  /** What a person should know of the file, though it was read. */
  remark: string | undefined;
};

/** A file that should have a checkpoint, and why it has none. */
type LostCheckpoint = Pick<KeptCheckpoint, 'source' | 'folder'> & { reason: string };

/** The checkpoints of a place. */
export type KeptCheckpoints = {
  kept: readonly KeptCheckpoint[];
  /** Files that are not, or no longer, checkpoints. */
  unreadable: readonly LostCheckpoint[];
  /** Files that this person may not read. */
  unseen: readonly LostCheckpoint[];
};

const ending = '.checkpoint';

/** The second place that was chosen for every checkpoint, if one is. */
export async function rememberedPlace(views: Pick<Views, 'entriesOfKind'>): Promise<string | undefined> {
  const chosen = bodiesOf(await views.entriesOfKind('checkpoint.place-chosen'), 'checkpoint.place-chosen');
  return chosen.at(-1)?.body.place ?? undefined;
}

/** Chooses the second place, from now on; none when it is undefined. Returns its full path. */
export async function rememberPlace(
  world: World,
  store: Store,
  asked: string | undefined,
): Promise<string | undefined> {
  const actor = await actingPerson(world);
  const place = asked === undefined ? undefined : placeAsked(world, asked);
  await store.append(async (views) => {
    await authorize(views, actor, 'choose where checkpoints are kept');
    if ((await rememberedPlace(views)) === place) return [];
    const body = { v: 1 as const, place: place ?? null };
    return [{ actor, subject: 'checkpoints', event: { kind: 'checkpoint.place-chosen', body } }];
  });
  return place;
}

/** The full path of a place. A slash at the end, which makes it a folder, is kept. */
export function placeAsked({ cwd }: Pick<World, 'cwd'>, asked: string): string {
  return resolve(cwd, asked) + (/[/\\]$/.test(asked) ? '/' : '');
}

/**
 * Reads a checkpoint file, or all `.checkpoint` files of a folder. A bad one hides none of the others.
 *
 * @throws UsageError when there is no such path
 */
export async function readKept(path: string): Promise<KeptCheckpoints> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${path}: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}`);
  });
  if (!found.isDirectory()) return readOne(path, undefined);
  const names = (await readdir(path)).filter((name) => name.endsWith(ending)).sort();
  return joinKept(await Promise.all(names.map((name) => readOne(join(path, name), path))));
}

/** The checkpoints of several places. */
export function joinKept(places: readonly KeptCheckpoints[]): KeptCheckpoints {
  return {
    kept: places.flatMap(({ kept }) => kept),
    unreadable: places.flatMap(({ unreadable }) => unreadable),
    unseen: places.flatMap(({ unseen }) => unseen),
  };
}

/** Leaves out what other histories keep in a shared folder. `names` are the names of this history's keys. */
export function ownCheckpoints(
  kept: readonly KeptCheckpoint[],
  names: readonly string[],
): readonly KeptCheckpoint[] {
  return kept.filter(({ folder, checkpoint }) => folder === undefined || names.includes(checkpoint.origin));
}

/**
 * Writes a checkpoint to a place: into a folder as a file of its own, else as the file of that name,
 * which it replaces.
 *
 * @throws WorkError
 */
export async function keepCheckpoint(place: string, note: string): Promise<string> {
  try {
    const isFolder =
      place.endsWith('/') || (await stat(place).catch(() => undefined))?.isDirectory() === true;
    if (place.endsWith('/')) await mkdir(place, { recursive: true, mode: 0o700 });
    const path = isFolder ? join(place, fileName(parseCheckpoint(note))) : place;
    if (isFolder) await refuseBadFile(path);
    await writeDurably(path, note, { mode: 0o600, existing: 'replace' });
    return path;
  } catch (cause) {
    throw new WorkError(
      `${place}: the checkpoint could not be written there: ${(cause as Error).message}`,
      'It is recorded in the history. Write it again with --to, or choose another place with --remember.',
      cause,
    );
  }
}

/** Sorts by size within a history, and keeps several histories of one folder apart. */
function fileName({ origin, size }: SignedCheckpoint): string {
  return `${origin.replace(/[^\w.-]+/g, '_')}.${String(size).padStart(9, '0')}${ending}`;
}

/** What is no checkpoint stays as it is: it may be what is left of one that this history does not extend. */
async function refuseBadFile(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there && (await readOne(path, undefined)).kept.length === 0)
    throw new UsageError('there is a file of that name that is no checkpoint');
}

/** Far more than a checkpoint has. */
const maxBytes = 256 * 1024;

async function readOne(path: string, folder: string | undefined): Promise<KeptCheckpoints> {
  const nothing = { kept: [], unreadable: [], unseen: [] };
  try {
    const found = await stat(path);
    // A pipe, say, would never end.
    if (!found.isFile() || found.size > maxBytes)
      return { ...nothing, unreadable: [{ source: path, folder, reason: 'it is not a checkpoint file' }] };
    return { ...nothing, kept: [{ source: path, folder, ...parseKept(await readFile(path, 'utf8')) }] };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    // Another process may have taken it away.
    if (code === 'ENOENT' && folder !== undefined) return nothing;
    const reason = cause instanceof Error ? cause.message : 'it cannot be read';
    const lost = [{ source: path, folder, reason }];
    return code === undefined ? { ...nothing, unreadable: lost } : { ...nothing, unseen: lost };
  }
}

/** The signature is over the text with the line ends that it was made with, so that putting them back is safe. */
function parseKept(text: string): Pick<KeptCheckpoint, 'checkpoint' | 'remark'> {
  if (!text.includes('\r\n')) return { checkpoint: parseCheckpoint(text), remark: undefined };
  const remark = 'its line ends were changed to those of Windows (CRLF); it was read without them';
  return { checkpoint: parseCheckpoint(text.replaceAll('\r\n', '\n')), remark };
}
