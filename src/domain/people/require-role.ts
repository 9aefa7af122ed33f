import { RefusedError } from '../base/errors.ts';
import { cleanLine } from '../base/text/clean.ts';
import { findPerson, type Person } from './person.ts';
import type { Role } from './role.ts';

/**
 * Makes sure that a person has one of the roles that an act needs.
 *
 * @param what the act in words, such as `waive an item`
 * @returns the first role that allows it
 * @throws RefusedError naming the roles that would do, and who has them
 */
export function requireRole(
  people: readonly Person[],
  email: string,
  { what, roles }: { what: string; roles: readonly Role[] },
): Role {
  const held = findPerson(people, email)?.roles ?? [];
  const allowing = roles.find((role) => held.includes(role));
  if (allowing) return allowing;
  const who = people.filter((person) => person.roles.some((role) => roles.includes(role)));
  throw new RefusedError(
    `${cleanLine(email)} may not ${what}: that needs the role ${roles.join(' or ')}; ${describeHeld(held)}`,
    who.length > 0
      ? `Ask ${who.map((person) => cleanLine(person.email)).join(', ')}.`
      : 'No one has this role yet; a rollout owner gives it with: codex-cockpit people role EMAIL --add ROLE',
  );
}

function describeHeld(held: readonly Role[]): string {
  return held.length === 0 ? 'they have no role here' : `theirs is ${held.join(', ')}`;
}

/** Whether somebody may only look: their one role is auditor. */
export function mayOnlyLook(people: readonly Person[], email: string): boolean {
  const roles = findPerson(people, email)?.roles ?? [];
  return roles.length > 0 && roles.every((role) => role === 'auditor');
}
