import type { Artifact } from '../../domain/artifacts/artifact.ts';

/** What counts of an artifact, in words. */
export function describeInForce({ approved, newest }: Artifact): string {
  if (approved) return `revision ${approved.revision}`;
  return newest ? `nothing yet, revision ${newest.revision} is ${newest.state}` : 'nothing yet';
}

/** What is to be done next with an artifact: in words, with the command that does it. */
export function describeStep({ id, newest, reviewDue, nextReviewOn }: Artifact): string {
  if (!newest) return `write it: codex-cockpit artifact edit ${id}`;
  const { awaits, state, revision, sha256, placeholders } = newest;
  if (awaits.length > 0) {
    const what = state === 'approved' ? 'its periodic review' : `revision ${revision}`;
    return `${awaits.join(' and ')} to approve ${what}: codex-cockpit artifact approve ${id} ${sha256.slice(0, 12)}`;
  }
  if (state === 'draft') {
    return placeholders.length > 0
      ? `fill the gaps of revision ${revision}: codex-cockpit artifact edit ${id}`
      : `submit revision ${revision}: codex-cockpit artifact submit ${id}`;
  }
  return reviewDue
    ? `its review was due on ${nextReviewOn}: codex-cockpit artifact submit ${id}`
    : `next review on ${nextReviewOn}`;
}
