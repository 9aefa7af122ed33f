import { compareRevisions } from '../../../app/artifacts/compare-revisions.ts';
import { readArtifact } from '../../../app/artifacts/read-artifacts.ts';
import type { Artifact } from '../../../domain/artifacts/artifact.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { describeInForce, describeStep } from '../../../report/artifacts/artifact-steps.ts';
import { renderArtifact } from '../../../report/artifacts/artifacts.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderTextDiff } from '../../../report/base/text-diff.ts';
import { factLines } from '../../components/text.ts';
import type { WantedDocument } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';

/** What matters of an artifact beside the list: what counts, who approved, what is missing. */
export function artifactPreview(artifact: Artifact): string {
  const { declaration, why, newest, approved } = artifact;
  const done = newest?.approvals ?? [];
  return [
    cleanLine(declaration.title),
    '',
    ...factLines([
      ['counts', describeInForce(artifact)],
      ['next', describeStep(artifact)],
      ['gaps', newest?.placeholders.join(', ')],
      [
        'review',
        artifact.nextReviewOn && `${artifact.reviewDue ? 'due since' : 'on'} ${artifact.nextReviewOn}`,
      ],
    ]),
    '',
    newest ? `Revision ${newest.revision}, ${newest.state}` : 'Approval',
    ...done.map(({ role, by, at }) => `  approved  ${cleanLine(`${role}: ${by}, ${at.slice(0, 10)}`)}`),
    ...(newest?.awaits ?? []).map((role) => `  awaited   ${role}`),
    ...(done.length + (newest?.awaits.length ?? 0) === 0
      ? [`  by ${cleanLine(declaration.reviewers.join(', '))}`]
      : []),
    ...(newest
      ? factLines([
          ['written', `${newest.at.slice(0, 10)} by ${newest.author}`],
          ['note', newest.note],
          ['sha256', newest.sha256],
        ])
      : []),
    ...(approved && approved !== newest
      ? factLines([['in force', `revision ${approved.revision} by ${approved.author}`]])
      : []),
    ...factLines([
      ['owner', declaration.owner],
      ['published', declaration.publish_to],
    ]),
    ...(why === undefined ? [] : ['', 'Why', `  ${cleanLine(why)}`]),
  ].join('\n');
}

/** The text of an artifact, or what its newest revision changes, as the commands print them. */
export function openText({ detail }: State, { id, newest }: Artifact): WantedDocument {
  if (detail?.of !== 'diff') {
    return {
      name: `artifact ${id} ${newest?.sha256 ?? ''}`,
      read: async (store, world) => renderArtifact(await readArtifact(world, store, { id }), plain),
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
