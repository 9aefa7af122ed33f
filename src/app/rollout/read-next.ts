import { cleanLine } from '../../domain/base/text/clean.ts';
import { rolesOf } from '../../domain/people/person.ts';
import type { Role } from '../../domain/people/role.ts';
import type { NextAction } from '../../domain/rollout/next-action.ts';
import { nextActions } from '../../domain/rollout/next-actions.ts';
import type { Views } from '../../store/views/views.ts';
import { actingPerson } from '../world/actor.ts';
import type { World } from '../world/world.ts';
import { readDueActions } from './read-due.ts';
import { readCurrent } from './read-rollout.ts';

/** What a person could do now, most useful first. */
export type Next = { person: string; roles: readonly Role[]; actions: readonly NextAction[] };

/**
 * Finds what a person could do to bring the rollout forward.
 *
 * @param person the acting person when undefined
 * @throws UsageError when there is no rollout
 */
export async function readNext(world: World, views: Views | undefined, person?: string): Promise<Next> {
  const { derived, record } = await readCurrent(world, views);
  const email = person === undefined ? await actingPerson(world) : cleanLine(person);
  return {
    person: email,
    roles: rolesOf(record.people, email),
    actions: nextActions(derived, record.people, email, await readDueActions(world, views)),
  };
}
