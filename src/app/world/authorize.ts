import { ACTS, type Act } from '../../domain/people/act.ts';
import { requireRole } from '../../domain/people/require-role.ts';
import type { Role } from '../../domain/people/role.ts';
import type { Views } from '../../store/views/views.ts';

/**
 * Makes sure that a person may do something. Called where the entry is decided, so that a role taken
 * away in the meantime counts.
 *
 * @returns the role that allows it
 * @throws RefusedError naming the role that is needed
 */
export async function authorize(views: Pick<Views, 'people'>, actor: string, act: Act): Promise<Role> {
  return requireRole(await views.people(), actor, { what: act, roles: ACTS[act] });
}
