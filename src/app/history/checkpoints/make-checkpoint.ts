import { existsSync } from 'node:fs';
import { CockpitError, RefusedError, UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { signCheckpoint } from '../../../domain/history/checkpoints/checkpoint.ts';
import { describeFaults } from '../../../domain/history/proof/proof.ts';
import type { Store } from '../../../store/connection/open.ts';
import { actingPerson } from '../../world/actor.ts';
import type { World } from '../../world/world.ts';
import {
  joinKept,
  type KeptCheckpoint,
  keepCheckpoint,
  ownCheckpoints,
  placeAsked,
  readKept,
  rememberedPlace,
} from './checkpoint-places.ts';
import { signingKey } from './signing-key.ts';

/** A checkpoint that was just signed. */
export type MadeCheckpoint = {
  size: number;
  root: string;
  /** The signed note. */
  note: string;
  /** Files it was written to. */
  writtenTo: readonly string[];
};

/**
 * Signs what the history is now, records it, and writes it to the remembered place and to `to`.
 * Nothing is signed before the history is found whole and extends every checkpoint there, so that
 * a signature never covers up for a change.
 *
 * @throws RefusedError when the history is not whole or does not extend an earlier checkpoint
 * @throws WorkError when the key is missing or a place cannot be written
 */
export async function makeCheckpoint(
  world: World,
  store: Store,
  { to }: { to?: string | undefined } = {},
): Promise<MadeCheckpoint> {
  const key = await signingKey(world, store);
  const places = await placesFor(world, store, to);
  const proof = await store.verifyEntries({
    checkpoints: await alreadyKept(world, places, key.verifier.name),
  });
  if (!proof.whole || proof.root === undefined) {
    throw new RefusedError(
      `the history is not whole; nothing was signed: ${describeFaults(proof).join(' ')}`,
      'codex-cockpit audit verify says more. Restore a backup that is whole, or ask who changed the file.',
    );
  }
  const { entries: size, root } = proof;
  const note = signCheckpoint({ size, root }, key);
  const actor = await actingPerson(world);
  const event = { kind: 'checkpoint.made' as const, body: { v: 1 as const, size, root, note } };
  await store.append(() => [{ actor, subject: 'checkpoints', event }]);
  const writtenTo: string[] = [];
  for (const place of places) writtenTo.push(await keepCheckpoint(place, note));
  return { size, root, note, writtenTo };
}

/** Whether the newest checkpoint, or the first entry when there is none, is of another day (UTC) than today. */
export async function isCheckpointDue({ now }: Pick<World, 'now'>, store: Store): Promise<boolean> {
  const newest = (await store.entriesOfKind('checkpoint.made')).at(-1);
  const [since] = newest ? [newest] : await Array.fromAsync(store.entries({ limit: 1 }));
  // Not only an earlier day: one that was made under a clock that ran ahead would stop all until then.
  return since !== undefined && since.at.slice(0, 10) !== now().toISOString().slice(0, 10);
}

async function placesFor(world: World, store: Store, to: string | undefined): Promise<readonly string[]> {
  const remembered = await rememberedPlace(store);
  const asked = to === undefined ? undefined : placeAsked(world, to);
  return [remembered, asked].filter((place) => place !== undefined);
}

/**
 * The earlier checkpoints of the places. An empty place is no reason to stop; a file with anything else in it is.
 * A bad file in a folder is named and does not stop the signing: else anyone who can put one there could stop it.
 */
async function alreadyKept(
  { tell }: World,
  places: readonly string[],
  name: string,
): Promise<readonly KeptCheckpoint[]> {
  const there = places.filter((place) => existsSync(place));
  const { kept, unreadable, unseen } = joinKept(await Promise.all(there.map((place) => readKept(place))));
  for (const { source, folder, reason } of [...unreadable, ...unseen]) {
    if (folder === undefined)
      throw new UsageError(`${source}: ${reason}`, 'Move it away, or name another file.');
    tell?.(`warning: ${cleanLine(source)} says nothing of the history: ${cleanLine(reason)}`);
  }
  return ownCheckpoints(kept, [name]);
}

/**
 * Signs a checkpoint when a day has begun since the last one. What stops it is reported and stops nothing
 * else: the work that a person came for does not wait for a key or a second place.
 */
export async function signDueCheckpoint(world: World, store: Store): Promise<void> {
  try {
    if (await isCheckpointDue(world, store)) await makeCheckpoint(world, store);
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    world.tell?.(`warning: today's checkpoint was not made: ${cause.message}`);
    if (cause.next !== undefined) world.tell?.(cause.next);
  }
}
