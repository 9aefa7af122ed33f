import { compareRevisions } from '../app/artifacts/compare-revisions.ts';
import { readArtifact } from '../app/artifacts/read-artifacts.ts';
import { showEntry } from '../app/history/show-entry.ts';
import type { openHistory } from '../app/world/session.ts';
import type { World } from '../app/world/world.ts';
import { renderArtifact } from '../report/artifacts/artifacts.ts';
import { plain } from '../report/base/paint.ts';
import { renderTextDiff } from '../report/base/text-diff.ts';
import { renderEntryText } from '../report/history/entry-text.ts';
import type { WantedDocument } from './documents.ts';

/**
 * The text of a detail, as the command of the same kind prints it.
 *
 * @throws CockpitError when it cannot be read
 */
export async function readWanted(
  world: World,
  store: Awaited<ReturnType<typeof openHistory>>,
  wanted: WantedDocument,
): Promise<string> {
  switch (wanted.of) {
    case 'entry':
      return renderEntryText(await showEntry(store, wanted.seq), plain);
    case 'artifact':
      return renderArtifact(await readArtifact(world, store, wanted), plain);
    case 'revision diff': {
      const { from, to } = await compareRevisions(world, store, wanted);
      const name = (revision: number) => (revision === 0 ? 'starting text' : `revision ${revision}`);
      const texts = { before: from.text, after: to.text, name: name(to.revision) };
      return renderTextDiff(texts, plain, name(from.revision)) || 'The two texts are the same.';
    }
  }
}
