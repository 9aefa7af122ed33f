import { ROLES, type Role } from '../../people/role.ts';
import type { DerivedPhase } from '../derive-rollout.ts';
import { currentOf } from './sign-off.ts';

type Gate = Pick<DerivedPhase, 'requiredSignOffs' | 'signOffs'>;

/** The roles among those that a person has which a gate wants a signature of. */
export function wantedSignOffRoles({ requiredSignOffs }: Gate, held: readonly Role[]): readonly Role[] {
  return requiredSignOffs.filter((role) => held.includes(role));
}

/**
 * As what a person signs a gate when they do not say: as a required role that nobody signed as yet, then as
 * any required one, then as any other role but that of an auditor.
 */
export function usualSignOffRole(gate: Gate, held: readonly Role[]): Role | undefined {
  const required = wantedSignOffRoles(gate, held);
  const unsigned = required.find((role) => !currentOf(gate.signOffs).some((one) => one.role === role));
  return unsigned ?? required[0] ?? ROLES.find((role) => role !== 'auditor' && held.includes(role));
}
