import { currentPhase, type DerivedPhase } from '../../../domain/rollout/derive-rollout.ts';
import type { JudgedItem } from '../../../domain/rollout/items/item-status.ts';
import { matches } from '../../components/matches.ts';
import { cursorOf, filterOf, type State, slice } from '../../shell/state.ts';
import { selectedTurn } from '../turn/rows.ts';

/** Place of the phase whose items are shown; undefined until the rollout was read. */
export const shownPhase = slice<number | undefined>('shown phase', undefined);

/** The phase whose items are shown. */
export function selectedPhase(state: State): DerivedPhase | undefined {
  return state.status?.phases[shownPhase.of(state) ?? 0];
}

/** Shows the phase that the rollout stands in, the first time. */
export function showCurrentPhase(state: State): State {
  if (!state.status || shownPhase.of(state) !== undefined) return state;
  const current = currentPhase(state.status);
  const place = state.status.phases.findIndex(({ id }) => id === current?.id);
  return shownPhase.set(state, Math.max(0, place));
}

/** The items of the selected phase that pass the filter, what needs attention first. */
export function itemRows(state: State): readonly JudgedItem[] {
  return (selectedPhase(state)?.items ?? []).filter(({ item, state: itemState, reason }) =>
    matches(`${item.id} ${item.title} ${item.owner} ${itemState} ${reason}`, filterOf(state, 'rollout')),
  );
}

/** The item under the cursor of the rollout, or the one that the selected turn is about. */
export function selectedItem(state: State): JudgedItem | undefined {
  if (state.screen === 'rollout') return itemRows(state)[cursorOf(state)];
  return itemOf(state, selectedTurn(state)?.subject);
}

/** An item by its id. */
export function itemOf({ status }: State, id: string | undefined): JudgedItem | undefined {
  return status?.phases.flatMap(({ items }) => items).find(({ item }) => item.id === id);
}
