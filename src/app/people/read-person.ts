import { findPerson, type Person } from '../../domain/people/person.ts';
import type { Role } from '../../domain/people/role.ts';
import type { NextAction } from '../../domain/rollout/next-action.ts';
import type { Views } from '../../store/views/views.ts';
import { readNext } from '../rollout/read-next.ts';
import { actingPerson } from '../world/actor.ts';
import type { World } from '../world/world.ts';

/** The acting person, and what they could do now. */
export type ActingPerson = {
  me: { email: string; roles: readonly Role[]; hasKey: boolean };
  next: readonly NextAction[];
  /** Everybody in the rollout. */
  people: readonly Person[];
};

/** Reads who acts; `views` is undefined while there is no rollout. */
export async function readPerson(world: World, views: Views | undefined): Promise<ActingPerson> {
  if (!views)
    return { me: { email: await actingPerson(world), roles: [], hasKey: false }, next: [], people: [] };
  const { person, roles, actions } = await readNext(world, views);
  const people = await views.people();
  const hasKey = (findPerson(people, person)?.keys.length ?? 0) > 0;
  return { me: { email: person, roles, hasKey }, next: actions, people };
}
