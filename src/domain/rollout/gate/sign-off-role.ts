import { ROLES, type Role } from '../../people/role.ts';
import type { DerivedPhase } from '../derive-rollout.ts';
import { currentOf } from './sign-off.ts';

/**
 * As what a person signs a gate when they do not say: as a required role that nobody signed as yet, then as
 * any required one, then as any other role but that of an auditor.
 */
export function usualSignOffRole(
  { requiredSignOffs, signOffs }: Pick<DerivedPhase, 'requiredSignOffs' | 'signOffs'>,
  held: readonly Role[],
): Role | undefined {
  const required = requiredSignOffs.filter((role) => held.includes(role));
  const unsigned = required.find((role) => !currentOf(signOffs).some((one) => one.role === role));
  return unsigned ?? required[0] ?? ROLES.find((role) => role !== 'auditor' && held.includes(role));
}
