import type { ReactNode } from 'react';
import type { Artifact } from '../../domain/artifacts/artifact.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { List } from '../components/list.tsx';
import { ScrolledText } from '../components/scrolled-text.tsx';
import { openDocument } from '../documents.ts';
import { artifactRows } from '../rows.ts';
import type { State } from '../state.ts';

type Props = { state: State; width: number; height: number };

/** The governance artifacts: what counts of each, and what it waits for. */
export function ArtifactsScreen({ state, width, height }: Props): ReactNode {
  if (state.detail) {
    const text = openDocument(state) ?? 'reading…';
    return <ScrolledText text={text} scroll={state.detail.scroll} width={width} height={height} />;
  }
  return (
    <List
      rows={artifactRows(state).map((artifact) => ({
        key: artifact.id,
        cells: [artifact.state, artifact.id, cleanLine(artifact.declaration.title), note(artifact)],
      }))}
      cursor={state.cursor.artifacts}
      width={width}
      height={height}
      empty={state.artifacts.length === 0 ? ' ' : 'no artifact passes the filter'}
    />
  );
}

function note({ newest, approved, reviewDue, nextReviewOn }: Artifact): string {
  if (!newest) return 'begin with codex-cockpit artifact edit';
  const counting = approved ? `revision ${approved.revision} counts` : 'nothing counts yet';
  if (newest.awaits.length > 0)
    return `${counting}; ${newest.revision} waits for ${newest.awaits.join(', ')}`;
  if (reviewDue) return `${counting}; its review is due since ${nextReviewOn}`;
  if (newest.placeholders.length > 0) return `${counting}; ${newest.placeholders.length} gaps to fill`;
  return nextReviewOn === undefined ? counting : `${counting}; next review ${nextReviewOn}`;
}
