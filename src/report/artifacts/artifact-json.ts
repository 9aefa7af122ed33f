import type { Artifact, Revision } from '../../domain/artifacts/artifact.ts';

/** An artifact as JSON documents have it (docs/json.md). */
export function artifactFields(artifact: Artifact): object {
  const { id, declaration, why, state, newest, approved, nextReviewOn, reviewDue } = artifact;
  return {
    id,
    title: declaration.title,
    why: why ?? null,
    owner: declaration.owner,
    reviewers: declaration.reviewers,
    cadence_days: declaration.cadence_days,
    format: declaration.format,
    content: declaration.content,
    publish_to: declaration.publish_to,
    state,
    newest_revision: newest?.revision ?? null,
    approved_revision: approved?.revision ?? null,
    approved_sha256: approved?.sha256 ?? null,
    awaits: newest?.awaits ?? [],
    next_review_on: nextReviewOn ?? null,
    review_due: reviewDue,
  };
}

/** A revision as JSON documents have it. */
export function revisionFields(revision: Revision): object {
  const { seq, at, author, sha256, size, placeholders, note, state, awaits, submitted, approvals } = revision;
  return {
    ...{ revision: revision.revision, state, entry: seq, at, by: author, sha256, size, placeholders },
    note: note ?? null,
    submitted: submitted ? { entry: submitted.seq, at: submitted.at, by: submitted.by } : null,
    awaits,
    approvals: approvals.map((approval) => ({
      ...{ role: approval.role, by: approval.by, at: approval.at, entry: approval.seq },
      by_author: approval.byAuthor,
      complete: approval.complete,
      next_review_on: approval.nextReviewOn ?? null,
    })),
  };
}
