import { existsSync } from 'node:fs';
import { signCheckpoint } from '../domain/audit/checkpoint.ts';
import { describeFaults } from '../domain/audit/describe-faults.ts';
import { RefusedError } from '../domain/errors.ts';
import type { Store } from '../store/open.ts';
import { actingPerson } from './actor.ts';
import {
  type KeptCheckpoint,
  keepCheckpoint,
  ownCheckpoints,
  placeAsked,
  readKept,
  rememberedPlace,
} from './checkpoint-places.ts';
import { signingKey } from './signing-key.ts';
import type { World } from './world.ts';

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
  const proof = await store.verifyEntries({ checkpoints: await alreadyKept(places, key.verifier.name) });
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

/** Whether a day (UTC) has begun since the newest checkpoint, or since the first entry when there is none. */
export async function isCheckpointDue({ now }: Pick<World, 'now'>, store: Store): Promise<boolean> {
  const newest = (await store.entriesOfKind('checkpoint.made')).at(-1);
  const [since] = newest ? [newest] : await Array.fromAsync(store.entries({ limit: 1 }));
  return since !== undefined && since.at.slice(0, 10) < now().toISOString().slice(0, 10);
}

async function placesFor(world: World, store: Store, to: string | undefined): Promise<readonly string[]> {
  const remembered = await rememberedPlace(store);
  const asked = to === undefined ? undefined : placeAsked(world, to);
  return [remembered, asked].filter((place) => place !== undefined);
}

/** What the places hold of before. One that holds none yet is no reason to stop; a file with anything else in it is. */
async function alreadyKept(places: readonly string[], name: string): Promise<readonly KeptCheckpoint[]> {
  const kept = await Promise.all(places.filter((place) => existsSync(place)).map((place) => readKept(place)));
  return ownCheckpoints(kept.flat(), [name]);
}
