import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { CockpitError, UnusableError, UsageError, WorkError } from '../../../domain/base/errors.ts';
import {
  keyTextStart,
  parseSigningKey,
  parseVerifierKey,
  type SigningKey,
  signingKeyFromSeed,
  type VerifierKey,
} from '../../../domain/history/checkpoints/note-key.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import type { ReadStore, Store } from '../../../store/connection/open.ts';
import type { Views } from '../../../store/views/views.ts';
import { withClearFileErrors } from '../../files/clear-file-errors.ts';
import { writeDurably } from '../../files/write-durably.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';

/** Where the private key of a database is: beside it, never in it. */
export function keyPath(database: string): string {
  return `${database}.key`;
}

/** The public keys that the history names, oldest first; the last one is in use. */
export async function recordedKeys(views: Pick<Views, 'entriesOfKind'>): Promise<readonly VerifierKey[]> {
  const made = bodiesOf(await views.entriesOfKind('key.made'), 'key.made');
  return made.map(({ body }) => parseVerifierKey(body.public_key));
}

/**
 * The key that signs this history's checkpoints. It is made and recorded when there never was one.
 *
 * @throws WorkError when the history names a key whose file is not there, or the file has another one
 */
export async function signingKey(world: World, store: Store): Promise<SigningKey> {
  const path = keyPath(store.path);
  const recorded = await recordedKeys(store);
  await finishReplacement(world, path, recorded.at(-1));
  const there = await readKeyFile(path);
  if (!there && recorded.length > 0) {
    throw new WorkError(
      `${path}: the key that signs checkpoints is not there`,
      'Put it back, or make another one, which is recorded: codex-cockpit audit key --new',
    );
  }
  const key = there ?? (await makeKeyFile(store, path));
  if (recorded.at(-1)?.text === key.verifier.text) return key;
  if (key.verifier.name !== (await nameFor(store))) {
    throw new WorkError(
      `${path}: the key belongs to another history`,
      'Put the right one back, or move it away and make another one: codex-cockpit audit key --new',
    );
  }
  if (recorded.length > 0) {
    // Recording it here would let anyone who can write the file sign for the history from now on.
    throw new WorkError(
      `${path}: the key in this file is not the one that the history names`,
      'Put the right one back, or make another one, which is recorded: codex-cockpit audit key --new',
    );
  }
  await recordKey(world, store, key.verifier);
  return key;
}

/** The key that signs checkpoints now, when it can be read here; nothing is made and nothing recorded. */
export async function keyAtHand(store: ReadStore): Promise<SigningKey | undefined> {
  const key = await readKeyFile(keyPath(store.path)).catch((cause) => {
    if (cause instanceof CockpitError) return undefined;
    throw cause;
  });
  return key?.verifier.text === (await recordedKeys(store)).at(-1)?.text ? key : undefined;
}

/**
 * Makes another key, records it, and moves the old one aside. The new one is on the disk before it is recorded, and the
 * old one in its place until then, so that whatever stops this, the key that the history names is there.
 */
export async function replaceSigningKey(world: World, store: Store): Promise<VerifierKey> {
  const actor = await actingPerson(world);
  await store.append(async (views) => {
    await authorize(views, actor, 'replace the signing key');
    return [];
  });
  const path = keyPath(store.path);
  const { verifier, secretText } = signingKeyFromSeed(await nameFor(store), randomBytes(32));
  const next = nextKeyPath(path);
  await withClearFileErrors(next, () =>
    writeDurably(next, `${secretText}\n`, { mode: 0o600, existing: 'replace' }),
  );
  try {
    await recordKey(world, store, verifier);
  } catch (cause) {
    await rm(next, { force: true });
    throw cause;
  }
  await finishReplacement(world, path, verifier);
  return verifier;
}

/** Where a new key is until it is recorded. */
function nextKeyPath(path: string): string {
  return `${path}.next`;
}

/** Puts a new key that is recorded in its place, now or when that was stopped before. */
async function finishReplacement(
  { now }: Pick<World, 'now'>,
  path: string,
  inUse: VerifierKey | undefined,
): Promise<void> {
  const next = nextKeyPath(path);
  if (inUse === undefined || (await readKeyFile(next))?.verifier.text !== inUse.text) return;
  await withClearFileErrors(path, async () => {
    const aside = `${path}.until-${now().toISOString().replaceAll(':', '')}`;
    if (await stat(path).catch(() => undefined)) await rename(path, aside);
    await rename(next, path);
  });
}

async function recordKey(world: World, store: Store, { text }: VerifierKey): Promise<void> {
  const actor = await actingPerson(world);
  await store.append(async (views) => {
    // Another process may have recorded the same file in the meantime.
    const recorded = await recordedKeys(views);
    if (recorded.at(-1)?.text === text) return [];
    // The first one is made with the first checkpoint, by the person who records it.
    if (recorded.length > 0) await authorize(views, actor, 'replace the signing key');
    return [{ actor, subject: 'checkpoints', event: { kind: 'key.made', body: { v: 1, public_key: text } } }];
  });
}

async function makeKeyFile(store: ReadStore, path: string): Promise<SigningKey> {
  const key = signingKeyFromSeed(await nameFor(store), randomBytes(32));
  await withClearFileErrors(path, () =>
    writeDurably(path, `${key.secretText}\n`, { mode: 0o600, existing: 'keep' }),
  );
  // When two processes make one at the same time, the file that stayed is the key.
  return (await readKeyFile(path)) ?? key;
}

/** The name of a history, which no other has: that of its first entry. Undefined while it is empty. */
export async function historyName(store: Pick<ReadStore, 'entries'>): Promise<string | undefined> {
  for await (const { id } of store.entries({ limit: 1 })) return `codex-cockpit/${id}`;
  return undefined;
}

/** The history that the key beside a database belongs to; undefined without a key that can be read. */
export function nameInKeyFile(database: string): string | undefined {
  const text = textOfKeyFile(database);
  return text === undefined ? undefined : nameOfKey(text);
}

/**
 * The other history that the key beside a database belongs to; undefined when it is the key of `name`, or no key that
 * can be read.
 */
export function otherNameInKeyFile(database: string, name: string): string | undefined {
  const text = textOfKeyFile(database);
  // A text that says this name is its key or no key at all. To find out which takes longer than the rest of a start.
  if (text === undefined || text.startsWith(keyTextStart(name))) return undefined;
  return nameOfKey(text);
}

function nameOfKey(text: string): string | undefined {
  try {
    return parseSigningKey(text).verifier.name;
  } catch {
    return undefined;
  }
}

// A small file is read sooner here than by the threads for asynchronous reading, which a start does not need.
function textOfKeyFile(database: string): string | undefined {
  const path = keyPath(database);
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

async function nameFor(store: ReadStore): Promise<string> {
  const name = await historyName(store);
  if (name !== undefined) return name;
  throw new UsageError('the history is empty: there is nothing to sign', 'Start one: codex-cockpit init');
}

async function readKeyFile(path: string): Promise<SigningKey | undefined> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new WorkError(`${path}: ${cause.message}`, 'Check the path and its permissions.', cause);
  });
  if (!found) return undefined;
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new UnusableError(
      `${path}: others can read or change the key that signs checkpoints`,
      `Take that away: chmod 600 '${path}'. If somebody may have read it: codex-cockpit audit key --new`,
    );
  }
  try {
    return parseSigningKey(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new UnusableError(
      `${path}: ${cause instanceof Error ? cause.message : 'it cannot be read'}`,
      'Put the right file back, or move it away and make another key: codex-cockpit audit key --new',
    );
  }
}
