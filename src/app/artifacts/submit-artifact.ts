import type { Revision } from '../../domain/artifacts/artifact.ts';
import { judgeSubmission, submittingRoles } from '../../domain/artifacts/judge-submission.ts';
import { RefusedError } from '../../domain/base/errors.ts';
import { requireRole } from '../../domain/people/require-role.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { ReadStore, Store } from '../../store/connection/open.ts';
import { actingPerson } from '../world/actor.ts';
import type { World } from '../world/world.ts';
import { findArtifact, type KindChoice, revisionText } from './read-artifacts.ts';
import { requireSoundPolicy, type TextTrial, type TriedText, tryText } from './try-text.ts';

/** The revision that would go to its reviewers, and what came of trying its policy. */
export type SubmissionPlan = { revision: Revision; tried: TriedText | undefined };

/**
 * Looks at the newest revision of an artifact as its submission does, and records nothing.
 *
 * @throws UsageError when it has gaps left, or nothing was begun
 * @throws RefusedError when it is in review already
 */
export async function planSubmission(
  world: World,
  store: ReadStore | undefined,
  { artifact: id, codex, signal, ...choice }: { artifact: string } & KindChoice & TextTrial,
): Promise<SubmissionPlan> {
  const artifact = await findArtifact(world, store, id, choice);
  const text = artifact.newest && store ? await revisionText(store, artifact.newest) : '';
  const revision = judgeSubmission(artifact, text);
  const { declaration } = revision;
  return { revision, tried: await tryText(world, { artifact: id, declaration, text }, { codex, signal }) };
}

/**
 * Gives the newest revision of an artifact to its reviewers. For an approved one that begins its periodic
 * review; until then it counts as before. Profiles, requirements and rules are linted and tried before.
 *
 * @param planned what a person was shown of it, so that the same text is not tried twice
 * @throws UsageError when it has gaps left, or nothing was begun
 * @throws RefusedError unless the person is its owner or a rollout owner, when it is in review already, or for
 *   policy that does not do what it says
 */
export async function submitArtifact(
  world: World,
  store: Store,
  {
    artifact: id,
    planned,
    codex,
    signal,
    tell,
    ...choice
  }: { artifact: string; planned?: SubmissionPlan | undefined } & KindChoice & TextTrial,
): Promise<Revision> {
  const actor = await actingPerson(world);
  // Texts are read before: inside of a transaction only the views can be.
  const artifact = await findArtifact(world, store, id, choice);
  const read = artifact.newest;
  const text = read ? await revisionText(store, read) : '';
  const revision = judgeSubmission(artifact, text);
  const isTried = planned?.tried?.faults.length === 0 && planned.revision.sha256 === read?.sha256;
  if (!isTried) await requireSoundPolicy(world, revision, text, { codex, signal, tell });
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const artifact = await findArtifact(world, views, id, choice);
    if (artifact.newest?.sha256 !== read?.sha256) {
      throw new RefusedError(
        `somebody recorded another revision of ${id} at this moment`,
        'Look at it first.',
      );
    }
    const newest = judgeSubmission(artifact, text);
    const role = requireRole(await views.people(), actor, {
      what: `submit ${artifact.id}`,
      roles: submittingRoles(newest.declaration),
    });
    const { revision, sha256 } = newest;
    const body = { v: 1 as const, artifact: artifact.id, revision, sha256, role };
    return [
      { actor, subject: `artifact/${artifact.id}`, event: { kind: 'artifact.submitted' as const, body } },
    ];
  });
  const { newest } = await findArtifact(world, store, id, choice);
  if (!newest) throw new Error('the revision that was just submitted is not there');
  return newest;
}
