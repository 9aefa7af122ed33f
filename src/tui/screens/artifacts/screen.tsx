import { readArtifacts } from '../../../app/artifacts/read-artifacts.ts';
import type { Artifact } from '../../../domain/artifacts/artifact.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { artifactsKeys } from './decisions.ts';
import { artifactLinks } from './links.ts';
import { artifactRows, artifactSorting, artifacts, artifactTargets, selectedArtifact } from './rows.ts';
import { artifactPreview, openText } from './text.ts';

/** The governance artifacts: what counts of each, and what it waits for. */
export const artifactsScreen = listScreen<Artifact>({
  id: 'artifacts',
  title: 'Artifacts',
  short: 'Art',
  description: 'the governance artifacts',
  keys: artifactsKeys,
  targets: (state) => artifactTargets(artifacts.of(state)),
  rows: artifactRows,
  sorting: artifactSorting,
  rowId: ({ id }) => id,
  isSmall: true,
  columns: [
    { title: 'STATE', priority: 9, cell: ({ state }) => state },
    { title: 'ARTIFACT', priority: 10, cell: ({ id }) => id },
    { title: 'TITLE', priority: 3, least: 16, cell: ({ declaration }) => cleanLine(declaration.title) },
    { title: 'WAITS FOR', priority: 8, least: 20, cell: note },
  ],
  empty: (state) => (artifacts.of(state).length === 0 ? ' ' : 'no artifact passes the filter'),
  preview: (_, artifact) => artifactPreview(artifact),
  detail: (state, artifact) => artifact && (state.documents[openText(state, artifact).name] ?? 'reading…'),
  links: artifactLinks,
  documents: (state) => {
    const artifact = selectedArtifact(state);
    return artifact ? [openText(state, artifact)] : [];
  },
  refresh: async ({ store, world }) => {
    const read = await readArtifacts(world, store);
    return (state) => artifacts.set(state, read);
  },
});

function note({ newest, approved, reviewDue, nextReviewOn }: Artifact): string {
  if (!newest) return 'begin with codex-cockpit artifact edit';
  const counting = approved ? `revision ${approved.revision} counts` : 'nothing counts yet';
  if (newest.awaits.length > 0)
    return `${counting}; ${newest.revision} waits for ${newest.awaits.join(', ')}`;
  if (reviewDue) return `${counting}; its review is due since ${nextReviewOn}`;
  if (newest.placeholders.length > 0) return `${counting}; ${newest.placeholders.length} gaps to fill`;
  return nextReviewOn === undefined ? counting : `${counting}; next review ${nextReviewOn}`;
}
