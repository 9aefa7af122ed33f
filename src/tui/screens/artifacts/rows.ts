import type { Artifact } from '../../../domain/artifacts/artifact.ts';
import { type ArtifactStep, artifactStep, standingOf } from '../../../domain/artifacts/artifact-step.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { show } from '../../shell/move.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';

/** The governance artifacts as the history has them. */
export const artifacts = slice<readonly Artifact[]>('artifacts', []);

/** An artifact with what it waits for, as the acting person sees it. */
export type ArtifactRow = { artifact: Artifact; step: ArtifactStep };

/** What a person can do comes first, then what others can; a text that counts last. */
const order = ['in review', 'review due', 'draft', 'not begun', 'approved'] as const;

function urgency({ artifact, step }: ArtifactRow): number {
  const isMine = step.mine.length > 0 && step.kind !== 'none';
  return order.indexOf(standingOf(artifact)) + (isMine ? 0 : order.length);
}

export const artifactSorting = sorting<ArtifactRow>(
  'artifacts',
  {
    STATE: urgency,
    ARTIFACT: ({ artifact }) => artifact.id,
    REV: ({ artifact }) => artifact.newest?.revision ?? 0,
    OWNER: ({ artifact }) => artifact.declaration.owner,
    // What the acting person can do first.
    'WAITS FOR': ({ step }) => `${step.mine.length > 0 ? 0 : 1} ${step.kind}`,
  },
  () => ({ by: 'STATE', descending: false }),
);

/** The artifacts that pass the filter. */
export const artifactRows = perState((state): readonly ArtifactRow[] => {
  const filter = filterOf(state, 'artifacts');
  const { me, people } = state;
  const found = artifacts
    .of(state)
    .filter((one) =>
      matches(`${one.id} ${standingOf(one)} ${one.declaration.title} ${one.declaration.owner}`, filter),
    )
    .map((artifact) => ({ artifact, step: artifactStep(artifact, people, me?.email) }));
  return artifactSorting.apply(state, found);
});

/** The artifact under the cursor. */
export function selectedArtifact(state: State): Artifact | undefined {
  return artifactRows(state)[cursorOf(state, 'artifacts')]?.artifact;
}

/** An artifact by its id. */
export function artifactOf(state: State, id: string): Artifact | undefined {
  return artifacts.of(state).find((one) => one.id === id);
}

/** The Artifacts screen with an artifact open. */
export function showArtifact(state: State, id: string): State {
  const shown = { ...show(state, 'artifacts'), filter: { ...state.filter, artifacts: '' } };
  const place = artifactRows(shown).findIndex(({ artifact }) => artifact.id === id);
  const row = artifactRows(shown)[place];
  if (!row) return { ...state, notice: `there is no artifact ${id}` };
  const notice = whatToPress(row);
  return {
    ...shown,
    cursor: { ...state.cursor, artifacts: place },
    detail: { of: 'row', scroll: 0 },
    ...(notice === undefined ? {} : { notice }),
  };
}

/** The key that does what an artifact waits for from the acting person. */
function whatToPress({ artifact: { id }, step }: ArtifactRow): string | undefined {
  if (step.mine.length === 0) return undefined;
  switch (step.kind) {
    case 'write':
      return `e begins ${id} from this text in your editor; i takes a file`;
    case 'fill':
      return `e opens ${id} in your editor, at its first gap`;
    case 'submit':
      return `s gives ${id} to its reviewers`;
    case 'review':
      return `s begins the review of ${id}`;
    case 'approve':
      return 'read it to its end; a approves it then';
    case 'none':
      return undefined;
  }
}

/** What a copy of an artifact in a repository was found to be, or where one was published. */
type Copy = { artifact: string; repository: string; path: string };

type Work = {
  /** Where artifacts were published, each place with the newest publication. */
  copies: readonly (Copy & { revision: number; at: string; by: string })[];
  /** What the copies were when somebody looked last. */
  drift: { at: Date; found: readonly (Copy & { state: string })[] } | undefined;
  /** The folder that was written into last. */
  folder: string;
  /** The folders that were looked through last, with commas between them. */
  folders: string;
  /** The text that is open, so that another one in its place is noticed. */
  open: { id: string; of: string; sha256: string } | undefined;
  /** Why the last submission or edit came to nothing, and the line of the text that it is about. */
  findings: { artifact: string; text: string; line: number | undefined };
  /** The file of an edit that could not be recorded. */
  kept: { artifact: string; file: string } | undefined;
};

/** What the screen keeps beside the artifacts. */
export const artifactWork = slice<Work>('artifact-work', {
  copies: [],
  drift: undefined,
  folder: '.',
  folders: '.',
  open: undefined,
  findings: { artifact: '', text: '', line: undefined },
  kept: undefined,
});

/** Changes what the screen keeps. */
export function work(state: State, change: Partial<Work>): State {
  return artifactWork.set(state, { ...artifactWork.of(state), ...change });
}

/** The artifacts that the palette finds. */
export const artifactTargets = rowTargets<Artifact>('artifacts', 'artifact', {
  id: ({ id }) => id,
  label: ({ id }) => id,
  about: ({ declaration, state }) => `${state} · ${declaration.title}`,
});
