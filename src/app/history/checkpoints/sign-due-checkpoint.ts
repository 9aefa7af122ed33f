import { CockpitError } from '../../../domain/base/errors.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { World } from '../../world/world.ts';
import { isCheckpointDue, makeCheckpoint } from './make-checkpoint.ts';

/**
 * Signs a checkpoint when a day has begun since the last one. What stops it is told and stops nothing
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
