import { UsageError } from '../../domain/base/errors.ts';
import { requireReason } from '../../domain/base/require-reason.ts';
import { type PinMove, previewPinMove } from '../../domain/rollout/pin-move.ts';
import type { Rollout } from '../../domain/rollout/rollout.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { Surface } from '../../domain/runbooks/item.ts';
import type { Store } from '../../store/connection/open.ts';
import type { Views } from '../../store/views/views.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { readCurrent } from './read-rollout.ts';
import { exactVersion } from './start-rollout.ts';

/** A rollout with another pin, and what that changed. */
export type MovedRollout = { rollout: Rollout; move: PinMove };

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
): Promise<MovedRollout> {
  const actor = await actingPerson(world);
  const why = requireReason(reason);
  let move: PinMove | undefined;
  await store.append(async (views) => {
    move = await foreseePinMove(world, views, version);
    const body = { v: 1 as const, from: move.from, to: move.to, reason: why };
    return [{ actor, subject: 'rollout', event: { kind: 'rollout.pin-moved', body } }];
  });
  if (!move) throw new Error('nothing was asked of the history');
  return { rollout: await requireRollout(store), move };
}

/**
 * What a move of the pin would change. Nothing is recorded.
 *
 * @throws UsageError for an inexact version or the one that is pinned already
 * @throws RefusedError without the role
 */
export async function foreseePinMove(
  world: World,
  views: Views | undefined,
  version: string,
): Promise<PinMove> {
  const actor = await actingPerson(world);
  const to = exactVersion(version);
  const { record, runbooks } = await readCurrent(world, views);
  if (views) await authorize(views, actor, 'move the pin');
  if (record.rollout.pin === to) throw new UsageError(`${to} is the pin already`);
  return previewPinMove(record, runbooks, { to, now: world.now() });
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
