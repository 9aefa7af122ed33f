import { compareRevisions } from '../../../app/artifacts/compare-revisions.ts';
import { readArtifact } from '../../../app/artifacts/read-artifacts.ts';
import type { Artifact } from '../../../domain/artifacts/artifact.ts';
import { renderArtifact } from '../../../report/artifacts/artifacts.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderTextDiff } from '../../../report/base/text-diff.ts';
import type { WantedDocument } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';

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
