import { type AllowedApproval, judgeApproval } from '../../domain/artifacts/judge-approval.ts';
import type { Role } from '../../domain/people/role.ts';
import type { Store } from '../../store/open.ts';
import { actingPerson } from '../actor.ts';
import { noRollout } from '../people.ts';
import type { World } from '../world.ts';
import { findArtifact, type KindChoice } from './read-artifacts.ts';

/**
 * Records that a person approves the text that they read, in one of the roles that it waits for. With the
 * last of them the text counts.
 *
 * @param digest the text's digest, or at least its first eight digits
 * @throws RefusedError without the role, when somebody better placed has it, or for another text by now
 */
export async function approveArtifact(
  world: World,
  store: Store,
  {
    artifact: id,
    digest,
    role,
    ...choice
  }: { artifact: string; digest: string; role?: Role | undefined } & KindChoice,
): Promise<AllowedApproval> {
  const actor = await actingPerson(world);
  let allowed: AllowedApproval | undefined;
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const artifact = await findArtifact(world, views, id, choice);
    allowed = judgeApproval(artifact, await views.people(), { actor, digest, role }, world.now());
    const { revision, sha256 } = allowed.revision;
    const body = {
      v: 1 as const,
      artifact: artifact.id,
      revision,
      sha256,
      role: allowed.role,
      by_author: allowed.byAuthor,
      complete: allowed.complete,
      next_review_on: allowed.nextReviewOn ?? null,
    };
    return [
      { actor, subject: `artifact/${artifact.id}`, event: { kind: 'artifact.approved' as const, body } },
    ];
  });
  if (!allowed) throw new Error('the approval was not recorded');
  return allowed;
}
