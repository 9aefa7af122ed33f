import { compareRevisions, readWithChanges } from '../../../app/artifacts/compare-revisions.ts';
import type { Artifact, Revision } from '../../../domain/artifacts/artifact.ts';
import type { ArtifactStep } from '../../../domain/artifacts/artifact-step.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf, progressBar } from '../../../domain/base/text/progress.ts';
import { clockTime } from '../../../domain/base/time/moment.ts';
import { isSamePerson } from '../../../domain/people/person.ts';
import { describeInForce, describeStep } from '../../../report/artifacts/artifact-steps.ts';
import { renderArtifact } from '../../../report/artifacts/artifacts.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderTextDiff } from '../../../report/base/text-diff.ts';
import { factLines } from '../../components/text.ts';
import type { WantedDocument } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { type ArtifactRow, artifactWork } from './rows.ts';
import { inKeys } from './words.ts';

/** What an artifact waits for, and from whom: `you: e begins it`, `security owner: sue@example.com`. */
export function waitsFor({ artifact, step }: ArtifactRow): string {
  const { newest, nextReviewOn } = artifact;
  const isMine = step.mine.length > 0;
  switch (step.kind) {
    case 'write':
      return isMine ? 'you: e begins it' : `${who(step)} to write it`;
    case 'fill': {
      const gaps = newest?.placeholders ?? [];
      return `${isMine ? 'you: ' : ''}${countOf(gaps.length, 'gap')}: ${cleanLine(gaps.join(', '))}`;
    }
    case 'submit':
      return isMine ? 'you: s submits it' : `${who(step)} to submit it`;
    case 'approve':
      return isMine ? `you (${step.mine.join(', ')})` : who(step);
    case 'review':
      return `${isMine ? 'you: ' : ''}review due since ${nextReviewOn}`;
    case 'none':
      return `review ${nextReviewOn}`;
  }
}

/** Who could do what is next, with the roles that it falls to; a role that no one has is named as such. */
function who({ roles, others }: ArtifactStep): string {
  const people = others.map(cleanLine).join(', ');
  return `${roles.join(' or ')}: ${people === '' ? 'no one has this role!' : people}`;
}

/** What matters of an artifact beside the list: what it waits for, who approved, what is missing, where its copies are. */
export function artifactPreview(state: State, row: ArtifactRow): string {
  const { artifact } = row;
  const { declaration, why, newest, approved, nextReviewOn } = artifact;
  const parts: readonly (readonly string[])[] = [
    factLines([['waits for', waitsFor(row)]]),
    approvalLines(state, artifact),
    factLines([
      ['gaps', newest?.placeholders.map((name) => `{{${name}}}`).join(' ')],
      ['written', newest && `${newest.at.slice(0, 10)} by ${newest.author}`],
      ['note', newest?.note],
      ['counts', describeInForce(artifact)],
      ['review', approved && nextReviewOn],
    ]),
    [cleanLine(declaration.title), ...(why === undefined ? [] : [cleanLine(why)])],
    factLines([
      ['owner', declaration.owner],
      ['approved', `by ${declaration.reviewers.join(', ')}`],
      ['looked at', `every ${declaration.cadence_days} days`],
      ['sha256', newest?.sha256],
    ]),
    copyLines(state, artifact),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** The approvals of the newest revision, as a bar and by role; who could give an open one. */
function approvalLines(state: State, { newest }: Artifact): readonly string[] {
  if (!newest?.submitted) return [];
  const { reviewers } = newest.declaration;
  const given = reviewers.length - newest.awaits.length;
  return [
    ...factLines([['approvals', `${progressBar(given, reviewers.length, 12)} ${given}/${reviewers.length}`]]),
    ...reviewers.map((role) => `  ${approvalOf(state, newest, role)}`),
  ];
}

function approvalOf({ people, me }: State, newest: Revision, role: Revision['awaits'][number]): string {
  const given = newest.approvals.findLast((one) => one.role === role);
  if (given && !newest.awaits.includes(role))
    return cleanLine(`✔ ${role}: ${given.by} ${given.at.slice(0, 10)}`);
  const holders = people
    .filter(({ roles }) => roles.includes(role))
    .map(({ email }) => (me && isSamePerson(email, me.email) ? 'you' : email));
  return cleanLine(`○ ${role}: ${holders.join(', ') || 'no one has this role'}`);
}

function copyLines(state: State, { id, declaration }: Artifact): readonly string[] {
  const { copies, drift } = artifactWork.of(state);
  const own = copies.filter(({ artifact }) => artifact === id);
  if (own.length === 0) return factLines([['published', `nowhere yet; as ${declaration.publish_to}`]]);
  return [
    'Published',
    ...own.map(({ repository, path, revision, at }) => {
      const looked = drift?.found.find(
        (one) => one.artifact === id && one.repository === repository && one.path === path,
      );
      const found = looked && drift ? `; ${looked.state} at ${clockTime(drift.at)}` : '';
      return cleanLine(`  ${repository} ${path}: revision ${revision} on ${at.slice(0, 10)}${found}`).replace(
        /^/,
        '  ',
      );
    }),
  ];
}

/** The line below the list: what the screen is for while nothing is written, then how the published copies are. */
export function belowList(state: State, all: readonly Artifact[]): string {
  if (all.length === 0) return '';
  if (!state.status?.rollout) return 'No rollout yet: 1, then n starts one. enter shows the starting text.';
  if (all.every(({ newest }) => !newest))
    return 'Nothing is written yet: e begins the selected one, i takes a file.';
  const { copies, drift } = artifactWork.of(state);
  if (drift) {
    const drifted = drift.found.filter(({ state: what }) => what !== 'same' && what !== 'absent');
    const there = drift.found.filter(({ state: what }) => what !== 'absent');
    return `Published copies at ${clockTime(drift.at)}: ${drifted.length} of ${there.length} drifted (D looks again)`;
  }
  if (copies.length === 0)
    return all.some(({ approved }) => approved)
      ? 'No text is published yet: p writes an approved one into a repository.'
      : '';
  return `${countOf(copies.length, 'published copy', 'published copies')}; D looks whether they drifted`;
}

/** The text of an artifact, or what its newest revision changes, as the commands print them. */
export function openText({ detail }: State, { id, newest }: Artifact): WantedDocument {
  if (detail?.of !== 'diff') {
    return {
      name: `artifact ${id} ${newest?.sha256 ?? ''}`,
      read: async (store, world) => {
        const read = await readWithChanges(world, store, { id });
        return renderArtifact({ ...read, next: inKeys(describeStep(read.artifact)) }, plain);
      },
    };
  }
  return {
    name: `revision diff ${id} ${newest?.sha256 ?? ''}`,
    read: async (store, world) => {
      const { from, to } = await compareRevisions(world, store, { id });
      const name = (revision: number) => (revision === 0 ? 'starting text' : `revision ${revision}`);
      const texts = { before: from.text, after: to.text, name: name(to.revision) };
      return renderTextDiff(texts, plain, name(from.revision)) || 'The two texts are the same.';
    },
  };
}
