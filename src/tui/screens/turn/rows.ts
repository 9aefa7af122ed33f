import type { NextAction } from '../../../domain/rollout/next-action.ts';
import { matches } from '../../components/matches.ts';
import { cursorOf, filterOf, type State } from '../../shell/state.ts';

/** What the acting person could do, as far as it passes the filter. */
export function turnRows(state: State): readonly NextAction[] {
  return state.next.filter(({ action, why, role }) =>
    matches(`${action} ${why} ${role}`, filterOf(state, 'turn')),
  );
}

/** The action under the cursor of My turn. */
export function selectedTurn(state: State): NextAction | undefined {
  return state.screen === 'turn' ? turnRows(state)[cursorOf(state)] : undefined;
}
