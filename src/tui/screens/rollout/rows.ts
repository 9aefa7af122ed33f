import { currentPhase, type DerivedPhase } from '../../../domain/rollout/derive-rollout.ts';
import { ITEM_STATES, type JudgedItem } from '../../../domain/rollout/items/item-status.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';
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

export const itemSorting = sorting<JudgedItem>('rollout', {
  STATE: ({ state }) => ITEM_STATES.indexOf(state),
  ITEM: ({ item }) => item.id,
  REQ: ({ item }) => (item.required ? 0 : 1),
  OWNER: ({ item }) => item.owner,
});

/** The items of the selected phase that pass the filter, what needs attention first. */
export const itemRows = perState((state): readonly JudgedItem[] => {
  const filter = filterOf(state, 'rollout');
  const found = (selectedPhase(state)?.items ?? []).filter(({ item, state: itemState, reason }) =>
    matches(`${item.id} ${item.title} ${item.owner} ${itemState} ${reason}`, filter),
  );
  return itemSorting.apply(state, found);
});

/** The item under the cursor of the rollout, or the one that the selected turn is about. */
export function selectedItem(state: State): JudgedItem | undefined {
  if (state.screen === 'rollout') return itemRows(state)[cursorOf(state)];
  return itemOf(state, selectedTurn(state)?.subject);
}

/** An item by its id. */
export function itemOf({ status }: State, id: string | undefined): JudgedItem | undefined {
  return status?.phases.flatMap(({ items }) => items).find(({ item }) => item.id === id);
}
