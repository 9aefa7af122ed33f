import type { Artifact } from '../../../domain/artifacts/artifact.ts';
import { matches } from '../../components/matches.ts';
import { show } from '../../shell/move.ts';
import { cursorOf, filterOf, type State, slice } from '../../shell/state.ts';

/** The governance artifacts as the history has them. */
export const artifacts = slice<readonly Artifact[]>('artifacts', []);

/** The artifacts that pass the filter. */
export function artifactRows(state: State): readonly Artifact[] {
  return artifacts
    .of(state)
    .filter(({ id, state: what, declaration }) =>
      matches(`${id} ${what} ${declaration.title} ${declaration.owner}`, filterOf(state, 'artifacts')),
    );
}

/** The artifact under the cursor. */
export function selectedArtifact(state: State): Artifact | undefined {
  return artifactRows(state)[cursorOf(state, 'artifacts')];
}

/** An artifact by its id. */
export function artifactOf(state: State, id: string): Artifact | undefined {
  return artifacts.of(state).find((one) => one.id === id);
}

/** The Artifacts screen with an artifact open. */
export function showArtifact(state: State, id: string): State {
  const place = artifacts.of(state).findIndex((one) => one.id === id);
  if (place < 0) return { ...state, notice: `there is no artifact ${id}` };
  return {
    ...show(state, 'artifacts'),
    filter: { ...state.filter, artifacts: '' },
    cursor: { ...state.cursor, artifacts: place },
    detail: { of: 'row', scroll: 0 },
  };
}
