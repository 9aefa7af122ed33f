import type { NextAction } from '../../../domain/rollout/next-action.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { cursorOf, filterOf, perState, type State } from '../../shell/state.ts';

export const turnSorting = sorting<NextAction>('turn', {
  ACTION: ({ action }) => action,
  ROLE: ({ role }) => role,
  WHY: ({ why }) => why,
});

/** What the acting person could do, as far as it passes the filter. */
export const turnRows = perState((state): readonly NextAction[] => {
  const filter = filterOf(state, 'turn');
  const found = state.next.filter(({ action, why, role }) => matches(`${action} ${why} ${role}`, filter));
  return turnSorting.apply(state, found);
});

/** The action under the cursor of My turn. */
export function selectedTurn(state: State): NextAction | undefined {
  return state.screen === 'turn' ? turnRows(state)[cursorOf(state)] : undefined;
}
