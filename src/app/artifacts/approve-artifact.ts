import { type AllowedApproval, judgeApproval } from '../../domain/artifacts/judge-approval.ts';
import type { Role } from '../../domain/people/role.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { Store } from '../../store/connection/open.ts';
import { actingPerson } from '../world/actor.ts';
import type { World } from '../world/world.ts';
import { findArtifact, type KindChoice, revisionText } from './read-artifacts.ts';
import { requireSoundPolicy, type TextTrial } from './try-text.ts';

/**
 * Records that a person approves the text that they read, in one of the roles that it waits for. With the
 * last of them the text counts. Profiles, requirements and rules are linted and tried before.
 *
 * @param digest the text's digest, or at least its first eight digits
 * @throws RefusedError without the role, when somebody better placed has it, for another text by now, or for
 *   policy that does not do what it says
 */
export async function approveArtifact(
  world: World,
  store: Store,
  {
    artifact: id,
    digest,
    role,
    codex,
    signal,
    tell,
    ...choice
  }: { artifact: string; digest: string; role?: Role | undefined } & KindChoice & TextTrial,
): Promise<AllowedApproval> {
  const actor = await actingPerson(world);
  const { newest } = await findArtifact(world, store, id, choice);
  if (newest && newest.awaits.length > 0) {
    await requireSoundPolicy(world, newest, await revisionText(store, newest), { codex, signal, tell });
  }
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
