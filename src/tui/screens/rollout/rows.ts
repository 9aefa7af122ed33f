import { isSamePerson } from '../../../domain/people/person.ts';
import { currentPhase, type DerivedPhase } from '../../../domain/rollout/derive-rollout.ts';
import { ITEM_STATES, type JudgedItem } from '../../../domain/rollout/items/item-status.ts';
import type { NextAction } from '../../../domain/rollout/next-action.ts';
import type { ItemSurroundings } from '../../../report/rollout/item.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { show } from '../../shell/move.ts';
import { goToRow } from '../../shell/palette/targets.ts';
import type { Registry, Target } from '../../shell/screen.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';
import { selectedTurn, shortName } from '../turn/rows.ts';

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
  WHY: (judged, state) => whyOf(state, judged),
});

/** The items of the selected phase that pass the filter: the required ones first, of each what is not done. */
export const itemRows = perState((state): readonly JudgedItem[] => {
  const filter = filterOf(state, 'rollout');
  const found = (selectedPhase(state)?.items ?? []).filter(
    (judged) =>
      filter === '' ||
      matches(
        `${judged.item.id} ${judged.item.title} ${judged.item.owner} ${judged.state} ${whyOf(state, judged)}`,
        filter,
      ),
  );
  const isRequired = ({ item }: JudgedItem) => item.required;
  const ordered = [...found.filter(isRequired), ...found.filter((one) => !isRequired(one))];
  return itemSorting.apply(state, ordered);
});

/**
 * Why an item is in its state; of one that nothing is known of yet, what has to be done, and by whom. What tells items
 * apart comes first, and the name of the item is not said again: it stands in the same row.
 */
export function whyOf(now: State, { item, state, reason, requirements }: JudgedItem): string {
  const { status, me } = now;
  const awaited = status?.awaited.filter(({ action }) => action.subject === item.id) ?? [];
  const isUnknown =
    state === 'open' && requirements.every((one) => one.state === 'satisfied' || !one.evidence);
  if (!isUnknown || awaited.length === 0) return reason;
  const isMe = (email: string) => me !== undefined && isSamePerson(email, me.email);
  const nameOf = (email: string) => (isMe(email) ? 'you' : shortName(now)(email));
  return awaited
    .map(({ action, people: who }) => `${briefly(action)}: ${who.map(nameOf).join(', ') || 'no one'}`)
    .join('; ');
}

function briefly({ kind, key, action }: NextAction): string {
  if (kind === 'attest') return 'attest';
  return kind === 'check' ? `run ${key}` : action;
}

/** What the detail of an item needs to know beside it. */
export function surroundingsOf({ people, me, status }: State): ItemSurroundings {
  return { people, me: me?.email, checks: status?.checks ?? [], awaited: status?.awaited ?? [] };
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

/** The phases and their items, which the palette finds. */
export function rolloutTargets({ status }: State): readonly Target[] {
  return (status?.phases ?? []).flatMap((phase, place): readonly Target[] => [
    {
      kind: 'phase',
      label: phase.title,
      about: phase.goal,
      open: (state) => [
        shownPhase.set({ ...show(state, 'rollout'), cursor: { ...state.cursor, rollout: 0 } }, place),
      ],
    },
    ...phase.items.map(({ item }) => ({
      kind: 'item',
      label: item.id,
      about: item.title,
      open: (state: State, registry: Registry) =>
        [goToRow(registry, shownPhase.set(state, place), 'rollout', item.id)] as const,
    })),
  ]);
}
