import { parseRole, type Role } from '../../domain/people/role.ts';

/** Collects the values of a flag that may be repeated. */
export function gather(value: string, sofar: readonly string[] = []): readonly string[] {
  return [...sofar, value];
}

/** The same for roles. */
export function gatherRoles(value: string, sofar: readonly Role[] = []): readonly Role[] {
  return [...sofar, parseRole(value)];
}
