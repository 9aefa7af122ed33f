import { RefusedError, UsageError } from '../base/errors.ts';
import { cleanLine } from '../base/text/clean.ts';
import { dayMs } from '../base/time/duration.ts';
import { isSamePerson, type Person, rolesOf } from '../people/person.ts';
import { requireRole } from '../people/require-role.ts';
import type { Role } from '../people/role.ts';
import type { Artifact, Revision } from './artifact.ts';

/** An approval as somebody gives it. */
type AskedApproval = {
  actor: string;
  /** Digest of the text that they read, or its beginning. */
  digest: string;
  /** In which role; when undefined, the first awaited one that they have. */
  role: Role | undefined;
};

/** An approval that may be recorded. */
export type AllowedApproval = {
  revision: Revision;
  role: Role;
  byAuthor: boolean;
  complete: boolean;
  nextReviewOn: string | undefined;
};

const shortestDigest = 8;

/**
 * Decides whether somebody may approve the text of an artifact that is with its reviewers. They name the
 * text they read. Each role's approval falls to the person who had least to do with the text: to its author, or
 * to somebody who approved it in another role, only when nobody better placed has the role.
 *
 * @throws UsageError when it is not a digest
 * @throws RefusedError when it is not in review, is another text by now, or is for somebody else to approve
 */
export function judgeApproval(
  artifact: Artifact,
  people: readonly Person[],
  { actor, digest, role: asked }: AskedApproval,
  now: Date,
): AllowedApproval {
  const revision = inReview(artifact);
  refuseOtherText(artifact, revision, digest);
  const held = rolesOf(people, actor);
  const role = asked ?? revision.awaits.find((one) => held.includes(one));
  if (role !== undefined && !revision.awaits.includes(role)) {
    throw new RefusedError(
      `revision ${revision.revision} of ${artifact.id} does not wait for a ${role}`,
      `It waits for: ${revision.awaits.join(', ')}.`,
    );
  }
  const allowed = requireRole(people, actor, {
    what: `approve ${artifact.id}`,
    roles: role === undefined ? revision.awaits : [role],
  });
  refuseWhileOthersCould(revision, people, { actor, role: allowed });
  const complete = revision.awaits.every((one) => one === allowed);
  const next = new Date(now.getTime() + revision.declaration.cadence_days * dayMs);
  return {
    revision,
    role: allowed,
    byAuthor: isSamePerson(revision.author, actor),
    complete,
    nextReviewOn: complete ? next.toISOString().slice(0, 10) : undefined,
  };
}

function inReview({ id, newest }: Artifact): Revision {
  if (newest && newest.awaits.length > 0) return newest;
  const state = newest ? `revision ${newest.revision} of ${id} is ${describe(newest)}` : `${id} is not begun`;
  throw new RefusedError(
    `${state}: there is nothing to approve`,
    newest ? `Give it to its reviewers first: codex-cockpit artifact submit ${id}` : undefined,
  );
}

function describe({ state }: Revision): string {
  return state === 'draft' ? 'a draft' : state;
}

function refuseOtherText({ id }: Artifact, { sha256, revision }: Revision, digest: string): void {
  if (!/^[0-9a-f]{8,64}$/i.test(digest)) {
    throw new UsageError(
      `"${cleanLine(digest)}" is not a digest`,
      `Name at least its first ${shortestDigest} digits: codex-cockpit artifact show ${id}`,
    );
  }
  if (sha256.startsWith(digest.toLowerCase())) return;
  throw new RefusedError(
    `the text of ${id} in review is ${sha256.slice(0, 12)} (revision ${revision}), not ${digest}: it was changed since you read it`,
    `Read it again: codex-cockpit artifact show ${id}`,
  );
}

/** Who should give a role's approval rather than somebody: they have the role, and less to do with the text. */
export function betterPlaced(
  revision: Revision,
  people: readonly Person[],
  { actor, role }: { actor: string; role: Role },
): readonly Person[] {
  const mine = nearness(revision, actor);
  return people.filter(({ email, roles }) => roles.includes(role) && nearness(revision, email) < mine);
}

/** How much somebody had to do with a text: 2 wrote it, 1 approved it in another role. */
function nearness({ author, submitted, approvals }: Revision, email: string): 0 | 1 | 2 {
  if (isSamePerson(author, email)) return 2;
  const since = submitted?.seq ?? 0;
  return approvals.some(({ by, seq }) => seq > since && isSamePerson(by, email)) ? 1 : 0;
}

function refuseWhileOthersCould(
  revision: Revision,
  people: readonly Person[],
  { actor, role }: { actor: string; role: Role },
): void {
  const better = betterPlaced(revision, people, { actor, role });
  if (better.length === 0) return;
  throw new RefusedError(
    `${cleanLine(actor)} ${isSamePerson(revision.author, actor) ? 'wrote' : 'already approved'} revision ${revision.revision}, so another ${role} approves it`,
    `Ask ${better.map(({ email }) => cleanLine(email)).join(', ')}.`,
  );
}
