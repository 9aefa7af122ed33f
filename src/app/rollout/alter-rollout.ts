import { UsageError } from '../../domain/base/errors.ts';
import { requireReason } from '../../domain/base/require-reason.ts';
import type { Rollout } from '../../domain/rollout/rollout.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { Surface } from '../../domain/runbooks/item.ts';
import type { Store } from '../../store/connection/open.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { exactVersion } from './start-rollout.ts';

/**
 * Moves the pin to another CLI version. What was shown on the old one goes stale by itself.
 *
 * @throws UsageError for an inexact version or the one that is pinned already
 * @throws RefusedError without the role
 */
export async function movePin(
  world: World,
  store: Store,
  { version, reason }: { version: string; reason: string },
): Promise<Rollout> {
  const actor = await actingPerson(world);
  const to = exactVersion(version);
  const why = requireReason(reason);
  await store.append(async (views) => {
    const rollout = await views.rollout();
    if (!rollout) throw noRollout();
    await authorize(views, actor, 'move the pin');
    if (rollout.pin === to) throw new UsageError(`${to} is the pin already`);
    const body = { v: 1 as const, from: rollout.pin, to, reason: why };
    return [{ actor, subject: 'rollout', event: { kind: 'rollout.pin-moved', body } }];
  });
  return requireRollout(store);
}

/**
 * Says where people use Codex. Items that concern other surfaces only do not apply.
 *
 * @throws RefusedError without the role
 */
export async function chooseSurfaces(
  world: World,
  store: Store,
  surfaces: readonly Surface[],
): Promise<Rollout> {
  const actor = await actingPerson(world);
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    await authorize(views, actor, 'choose the surfaces');
    const body = { v: 1 as const, surfaces: [...surfaces] };
    return [{ actor, subject: 'rollout', event: { kind: 'rollout.surfaces-chosen', body } }];
  });
  return requireRollout(store);
}

async function requireRollout(store: Store): Promise<Rollout> {
  const rollout = await store.rollout();
  if (!rollout) throw noRollout();
  return rollout;
}
