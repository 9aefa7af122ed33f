import type { Revision } from '../../domain/artifacts/artifact.ts';
import { type Checklist, parseChecklist } from '../../domain/artifacts/checklist.ts';
import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { Review } from '../../domain/reviews/review.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { ReadStore, Store } from '../../store/connection/open.ts';
import { findArtifact, revisionText } from '../artifacts/read-artifacts.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { readReview } from './read-reviews.ts';

/** A change to be reviewed. */
export type AskedReview = {
  /** A pull request, a branch, a commit: whatever others find it by. */
  change: string;
  title?: string | undefined;
  /** The areas of the checklist that it touches. */
  areas?: readonly string[];
  /** The checklist; high-risk-checklist when undefined. */
  checklist?: string | undefined;
};

/**
 * Opens the approved checklist for a change.
 *
 * @throws UsageError without a change, for an area or a checklist that there is not
 * @throws RefusedError when nothing is approved, or a review of the change is open already
 */
export async function startReview(world: World, store: Store, asked: AskedReview): Promise<Review> {
  const actor = await actingPerson(world);
  const change = cleanLine(asked.change);
  if (change === '') throw new UsageError('a review needs a change', 'Name it: --change REF.');
  const { artifact, approved, checklist } = await readChecklist(world, store, asked.checklist);
  const { review: name, areas: known, questions } = checklist;
  const areas = [...new Set(asked.areas ?? [])];
  refuseUnknownAreas(
    areas,
    known.map(({ id }) => id),
  );
  let id = '';
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const role = await authorize(views, actor, 'review a change');
    const heads = await views.reviewHeads();
    const open = heads.find(
      (head) => head.change === change && head.name === name && head.finished_seq === null,
    );
    if (open) {
      throw new RefusedError(
        `a review of ${change} is open already: ${open.id}`,
        `Go on with it: codex-cockpit review show ${open.id}`,
      );
    }
    id = `r${heads.length + 1}`;
    const body = {
      ...{ v: 1 as const, review: id, name, artifact, revision: approved.revision, sha256: approved.sha256 },
      ...{ change, title: cleanLine(asked.title ?? '') || null, areas, role },
      questions: questions.map((question) => ({ id: question.id, text: question.text })),
    };
    return [{ actor, subject: `review/${id}`, event: { kind: 'review.started' as const, body } }];
  });
  return readReview(store, id);
}

/** The checklist whose reviews are asked for when no other is named. */
export const CHECKLIST_ARTIFACT = 'high-risk-checklist';

/** The checklist that a review is begun with: the approved revision, and what it asks. */
export type ApprovedChecklist = { artifact: string; approved: Revision; checklist: Checklist };

/**
 * Reads the approved revision of a checklist.
 *
 * @param id high-risk-checklist when undefined
 * @throws UsageError for a checklist that there is not
 * @throws RefusedError when nothing of it is approved
 */
export async function readChecklist(
  world: Pick<World, 'cwd' | 'now'>,
  store: ReadStore | undefined,
  id: string = CHECKLIST_ARTIFACT,
): Promise<ApprovedChecklist> {
  const { id: artifact, approved, declaration } = await findArtifact(world, store, id);
  if ((approved?.declaration ?? declaration).content !== 'checklist') {
    throw new UsageError(`${artifact} is no checklist`, 'codex-cockpit artifact list names the artifacts.');
  }
  if (!approved || !store) {
    throw new RefusedError(
      `no revision of ${artifact} is approved: there is nothing to answer`,
      `What it waits for: codex-cockpit artifact show ${artifact}`,
    );
  }
  return { artifact, approved, checklist: parseChecklist(await revisionText(store, approved), artifact) };
}

function refuseUnknownAreas(areas: readonly string[], known: readonly string[]): void {
  const unknown = areas.find((area) => !known.includes(area));
  if (unknown === undefined) return;
  throw new UsageError(`the checklist has no area "${cleanLine(unknown)}"`, `It has: ${known.join(', ')}.`);
}
