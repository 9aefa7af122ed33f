import type { Artifact, Revision } from '../../domain/artifacts/artifact.ts';
import type { Placeholder } from '../../domain/artifacts/placeholders.ts';
import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import { progressBar } from '../../domain/base/text/progress.ts';
import type { Paint } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';
import { describeInForce, describeStep } from './artifact-steps.ts';

/** The artifacts, what counts of each, and what is to be done next. */
export function renderArtifactList(artifacts: readonly Artifact[]): string {
  const rows = artifacts.map((artifact) => [
    artifact.id,
    describeInForce(artifact),
    cleanLine(artifact.declaration.owner),
    describeStep(artifact),
  ]);
  return `${alignColumns([['artifact', 'what counts', 'owner', 'next'], ...rows]).join('\n')}\n`;
}

/** How many lines changed, and since which revision; 0 is the text to start from. */
type Changes = { since: number; added: number; removed: number };

/** `+42 -0 since revision 2` */
export function describeChanges({ since, added, removed }: Changes): string {
  return `+${added} -${removed} since ${since === 0 ? 'the starting text' : `revision ${since}`}`;
}

/** One artifact with a text, its approvals and its gaps. */
export function renderArtifact(
  {
    artifact,
    revision,
    text,
    placeholders,
    changes,
    next = describeStep(artifact),
  }: {
    artifact: Artifact;
    revision: Revision | undefined;
    text: string;
    placeholders: readonly Placeholder[];
    changes?: Changes | undefined;
    /** What is to be done next; by default with the command that does it. */
    next?: string | undefined;
  },
  paint: Paint,
): string {
  const { id, declaration, why } = artifact;
  const facts = alignColumns([
    ['owner', cleanLine(declaration.owner)],
    ['approved by', declaration.reviewers.map(cleanLine).join(', ')],
    ['looked at', `every ${declaration.cadence_days} days`],
    ['published to', cleanLine(declaration.publish_to)],
    ['what counts', describeInForce(artifact)],
    ['next', next],
  ]);
  return [
    paint('bold', `${cleanLine(declaration.title)} (${id})`),
    ...(why === undefined ? [] : [cleanLine(why)]),
    '',
    ...facts,
    '',
    ...(revision
      ? describeRevision(revision, changes, paint)
      : [paint('dim', 'Not begun; this is the text to start from.')]),
    ...describeGaps(id, placeholders),
    '',
    clean(text).trimEnd(),
    '',
  ].join('\n');
}

/** The revisions of an artifact, newest first. */
export function renderRevisions(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return 'There is no revision yet.\n';
  const rows = revisions
    .toReversed()
    .map(({ revision, state, at, author, sha256, note }) => [
      `revision ${revision}`,
      state,
      at.slice(0, 10),
      cleanLine(author),
      sha256.slice(0, 12),
      cleanLine(note ?? ''),
    ]);
  return `${alignColumns(rows)
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

function describeRevision(revision: Revision, changes: Changes | undefined, paint: Paint): readonly string[] {
  const { note, submitted, approvals, awaits, declaration } = revision;
  const total = declaration.reviewers.length;
  const given = total - awaits.length;
  const facts = [
    ...(changes ? [['changes', describeChanges(changes)]] : []),
    ...(submitted ? [['approvals', `${progressBar(given, total, 12)} ${given}/${total}`]] : []),
  ];
  const rows = [
    ['written', when(revision), cleanLine(revision.author), note === undefined ? '' : cleanLine(note)],
    ...(submitted ? [['submitted', when(submitted), cleanLine(submitted.by), '']] : []),
    ...approvals.map((approval) => [
      'approved',
      when(approval),
      cleanLine(approval.by),
      `as ${approval.role}${approval.byAuthor ? ', who also wrote it: no one else has the role' : ''}`,
    ]),
    ...awaits.map((role) => ['awaited', '', '', role]),
  ];
  return [
    paint('bold', `Revision ${revision.revision}, ${revision.state}, sha256 ${revision.sha256}`),
    ...alignColumns(facts).map((line) => `  ${line}`),
    ...alignColumns(rows).map((line) => `  ${line.trimEnd()}`),
  ];
}

const when = ({ at, seq }: { at: string; seq: number }) => `${at.slice(0, 10)} (entry ${seq})`;

function describeGaps(id: string, placeholders: readonly Placeholder[]): readonly string[] {
  if (placeholders.length === 0) return [];
  return [
    '',
    `Gaps to fill: ${placeholders.length}`,
    ...placeholders.map(({ name, line, column }) => `  ${id}:${line}:${column} {{${name}}}`),
  ];
}

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
