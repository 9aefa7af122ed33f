import { type Registry, shownScreen } from './screen.ts';
import { cursorOf, type State, type Step } from './state.ts';

/** Moves the cursor of the list, or the text of an open detail. */
export function move(registry: Registry, state: State, by: number): State {
  if (state.detail) {
    const scroll = Math.min(100_000, Math.max(0, state.detail.scroll + by));
    return { ...state, detail: { ...state.detail, scroll } };
  }
  const last = Math.max(0, shownScreen(registry, state).rowCount(state) - 1);
  return withCursor(state, Math.min(last, Math.max(0, cursorOf(state) + by)));
}

/** A list may have become shorter than the place of its cursor. */
export function keepInSight(registry: Registry, _before: State, state: State): State {
  return move(registry, state, 0);
}

/** Puts the cursor of the shown screen on a row. */
function withCursor(state: State, place: number): State {
  return { ...state, cursor: { ...state.cursor, [state.screen]: place } };
}

/** Shows a screen. */
export function show(state: State, screen: string): State {
  return { ...state, screen, detail: undefined, search: '' };
}

/** Shows a screen, and what another process may have recorded since. */
export function showAnew(state: State, screen: string): Step {
  const shown = show(state, screen);
  return state.run.going ? [shown] : [shown, { name: 'refresh', carryOut: (doing) => doing.refresh() }];
}

/** Opens the detail of the selected row. */
export function openDetail(registry: Registry, state: State): State {
  if (state.detail || shownScreen(registry, state).rowCount(state) === 0) return state;
  return { ...state, detail: { of: 'row', scroll: 0 }, search: '' };
}

/** Leaves what is open, then the filter. */
export function back(registry: Registry, state: State): State {
  if (state.search !== '') return { ...state, search: '' };
  if (state.detail) return { ...state, detail: undefined };
  return move(registry, { ...state, filter: { ...state.filter, [state.screen]: '' } }, 0);
}
