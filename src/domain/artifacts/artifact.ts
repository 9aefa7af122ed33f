import type { EventOf } from '../base/event-body.ts';
import type { Role } from '../people/role.ts';
import { type ArtifactDeclaration, type ArtifactKind, declarationOf } from './artifact-kind.ts';
import type { artifactBodies } from './events.ts';

type ArtifactEvent = Extract<
  EventOf<typeof artifactBodies>,
  { kind: 'artifact.revised' | 'artifact.submitted' | 'artifact.approved' }
>;

/** An entry about the text of an artifact, as the history has it. */
export type ArtifactEntry = { seq: number; at: string; actor: string; event: ArtifactEvent };

/** One role's approval of a revision. */
type Approval = {
  role: Role;
  by: string;
  at: string;
  seq: number;
  /** Whether whoever approved also wrote the text, for want of anybody else with the role. */
  byAuthor: boolean;
  /** Whether it was the last one needed. */
  complete: boolean;
  /** The day of the next review; only with the last approval. */
  nextReviewOn: string | undefined;
};

type RevisionState = 'draft' | 'in review' | 'approved' | 'superseded';

/** One text of an artifact. Everything but the text itself, which the store keeps. */
export type Revision = {
  artifact: string;
  revision: number;
  state: RevisionState;
  seq: number;
  at: string;
  author: string;
  sha256: string;
  size: number;
  /** Names of the gaps that it still has. */
  placeholders: readonly string[];
  note: string | undefined;
  declaration: ArtifactDeclaration;
  /** When it was given to its reviewers last. */
  submitted: { seq: number; at: string; by: string } | undefined;
  /** Every approval, oldest first. */
  approvals: readonly Approval[];
  /** The roles whose approval it waits for; empty unless it is with its reviewers. */
  awaits: readonly Role[];
};

/** An artifact as it is: the kind, and what the history has of it. */
export type Artifact = {
  id: string;
  declaration: ArtifactDeclaration;
  why: string | undefined;
  /** Oldest first. */
  revisions: readonly Revision[];
  newest: Revision | undefined;
  /** The revision that counts. */
  approved: Revision | undefined;
  state: 'not begun' | RevisionState;
  /** The day on which the approved text must be reviewed again. */
  nextReviewOn: string | undefined;
  /** Whether that day has come. */
  reviewDue: boolean;
};

/**
 * Derives an artifact from its entries. A new revision ends the review of the one before; an approval
 * supersedes every earlier revision.
 *
 * @param kind undefined for one that no file declares now: its newest revision does
 * @returns undefined for one that is neither declared nor begun
 */
export function deriveArtifact(
  { id, kind, entries }: { id: string; kind: ArtifactKind | undefined; entries: readonly ArtifactEntry[] },
  now: Date,
): Artifact | undefined {
  const revisions = foldRevisions(entries);
  const newest = revisions.at(-1);
  const declaration = kind ? declarationOf(kind) : newest?.declaration;
  if (!declaration) return undefined;
  const approved = revisions.findLast(({ state }) => state === 'approved');
  const nextReviewOn = approved?.approvals.findLast(({ complete }) => complete)?.nextReviewOn;
  return {
    id,
    declaration,
    why: kind?.why,
    revisions,
    newest,
    approved,
    state: newest?.state ?? 'not begun',
    nextReviewOn,
    reviewDue: nextReviewOn !== undefined && now.toISOString().slice(0, 10) >= nextReviewOn,
  };
}

function foldRevisions(entries: readonly ArtifactEntry[]): readonly Revision[] {
  const revisions = new Map<number, Revision>();
  for (const { seq, at, actor, event } of entries) {
    switch (event.kind) {
      case 'artifact.revised': {
        const { artifact, revision, text, placeholders, note, declaration } = event.body;
        revisions.set(revision, {
          ...{ artifact, revision, state: 'draft', seq, at, author: actor, placeholders, declaration },
          ...{ sha256: text.sha256, size: text.size, note: note ?? undefined },
          ...{ submitted: undefined, approvals: [], awaits: [] },
        });
        break;
      }
      case 'artifact.submitted': {
        const revision = revisions.get(event.body.revision);
        if (revision) revisions.set(revision.revision, { ...revision, submitted: { seq, at, by: actor } });
        break;
      }
      case 'artifact.approved': {
        const revision = revisions.get(event.body.revision);
        if (!revision) break;
        const { role, by_author: byAuthor, complete, next_review_on } = event.body;
        const nextReviewOn = next_review_on ?? undefined;
        const approval = { role, by: actor, at, seq, byAuthor, complete, nextReviewOn };
        revisions.set(revision.revision, { ...revision, approvals: [...revision.approvals, approval] });
        break;
      }
    }
  }
  return withStates([...revisions.values()]);
}

function withStates(revisions: readonly Revision[]): readonly Revision[] {
  const newest = revisions.at(-1);
  const inForce = revisions.findLast(({ approvals }) => approvals.some(({ complete }) => complete));
  return revisions.map((revision) => {
    const awaits = revision === newest ? awaitedBy(revision) : [];
    if (revision === inForce) return { ...revision, awaits, state: 'approved' };
    if (revision !== newest) return { ...revision, state: 'superseded' };
    return { ...revision, awaits, state: revision.submitted ? 'in review' : 'draft' };
  });
}

/** The roles that have not approved since the text was submitted last. */
function awaitedBy({ declaration, submitted, approvals }: Revision): readonly Role[] {
  if (!submitted) return [];
  const round = approvals.filter(({ seq }) => seq > submitted.seq);
  return declaration.reviewers.filter((role) => !round.some((approval) => approval.role === role));
}
