import type { Artifact } from '../../../domain/artifacts/artifact.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { show } from '../../shell/move.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';

/** The governance artifacts as the history has them. */
export const artifacts = slice<readonly Artifact[]>('artifacts', []);

export const artifactSorting = sorting<Artifact>('artifacts', {
  STATE: ({ state }) => state,
  ARTIFACT: ({ id }) => id,
});

/** The artifacts that pass the filter. */
export const artifactRows = perState((state): readonly Artifact[] => {
  const filter = filterOf(state, 'artifacts');
  const found = artifacts
    .of(state)
    .filter(({ id, state: what, declaration }) =>
      matches(`${id} ${what} ${declaration.title} ${declaration.owner}`, filter),
    );
  return artifactSorting.apply(state, found);
});

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
  const shown = { ...show(state, 'artifacts'), filter: { ...state.filter, artifacts: '' } };
  const place = artifactRows(shown).findIndex((one) => one.id === id);
  if (place < 0) return { ...state, notice: `there is no artifact ${id}` };
  return { ...shown, cursor: { ...state.cursor, artifacts: place }, detail: { of: 'row', scroll: 0 } };
}

/** The artifacts that the palette finds. */
export const artifactTargets = rowTargets<Artifact>('artifacts', 'artifact', {
  id: ({ id }) => id,
  label: ({ id }) => id,
  about: ({ declaration, state }) => `${state}  ${declaration.title}`,
});
