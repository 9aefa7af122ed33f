import type { Rollout } from '../../domain/rollout/rollout.ts';
import type { Store } from '../../store/connection/open.ts';
import { makeCheckpoint } from '../history/checkpoints/make-checkpoint.ts';
import type { World } from '../world/world.ts';
import { type NewRollout, startRollout } from './start-rollout.ts';

/** Starts the rollout, makes the key of its history and signs the first checkpoint. Throws as both do. */
export async function beginRollout(world: World, store: Store, asked: NewRollout): Promise<Rollout> {
  const rollout = await startRollout(world, store, asked);
  await makeCheckpoint(world, store);
  return rollout;
}
