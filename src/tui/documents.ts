import { selectedArtifact, selectedEntry } from './selection.ts';
import type { State } from './state.ts';

/** A long text of a detail that is read when it is opened. */
export type WantedDocument =
  | { of: 'entry'; seq: number }
  | { of: 'artifact'; id: string }
  | { of: 'revision diff'; id: string };

/** What the open detail shows a text of; undefined when nothing is open that needs one. */
function wantedDocument(state: State): WantedDocument | undefined {
  if (!state.detail) return undefined;
  const entry = selectedEntry(state);
  if (entry) return { of: 'entry', seq: entry.seq };
  const artifact = selectedArtifact(state);
  if (!artifact) return undefined;
  return { of: state.detail.of === 'diff' ? 'revision diff' : 'artifact', id: artifact.id };
}

/** The name by which its text is kept. */
export function documentName(wanted: WantedDocument): string {
  return wanted.of === 'entry' ? `entry ${wanted.seq}` : `${wanted.of} ${wanted.id}`;
}

/** The text that the open detail still lacks. */
export function missingDocument(state: State): WantedDocument | undefined {
  const wanted = wantedDocument(state);
  return wanted && state.documents[documentName(wanted)] === undefined ? wanted : undefined;
}

/** The text of the open detail; undefined while it is being read. */
export function openDocument(state: State): string | undefined {
  const wanted = wantedDocument(state);
  return wanted && state.documents[documentName(wanted)];
}
