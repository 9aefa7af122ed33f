import { cleanLine } from '../../domain/base/text/clean.ts';
import { insideOf, lastScroll, wrapLines } from '../components/text.ts';
import { type Link, type Registry, type ScreenSpec, shownScreen } from './screen.ts';
import { cursorOf, filterOf, type Page, type State, type Step, tell } from './state.ts';

/** Moves the cursor of the list, or the text of an open detail. */
export function move(registry: Registry, state: State, by: number): State {
  const screen = shownScreen(registry, state);
  if (state.detail) {
    const { rows, columns } = insideOf(state.page);
    const last = lastScroll(wrapLines(screen.detail(state) ?? '', columns).length, rows);
    const scroll = Math.min(last, Math.max(0, state.detail.scroll + by));
    return { ...state, detail: { ...state.detail, scroll } };
  }
  const last = Math.max(0, screen.rowCount(state) - 1);
  const cursor = Math.min(last, Math.max(0, cursorOf(state) + by));
  return { ...state, cursor: { ...state.cursor, [state.screen]: cursor } };
}

/** How far a page key moves: a little stays in sight. */
export function pageStep({ rows }: Pick<Page, 'rows'>): number {
  return Math.max(1, rows - 2);
}

/** How many lines of the open text, or rows of the list, are seen at once. */
export function seenRows(registry: Registry, state: State): number {
  if (state.detail) return insideOf(state.page).rows;
  return shownScreen(registry, state).listRows?.(state) ?? state.page.rows;
}

/**
 * Leaves the cursor of every list on its row when rows come, go or move. Where the row is gone the cursor keeps its
 * place, and a detail that was open of it is closed.
 */
export function stayOnRows(registry: Registry, before: State, after: State): State {
  return registry.screens.reduce((state, screen) => stayOnRow(screen, before, state), after);
}

function stayOnRow(screen: ScreenSpec, before: State, after: State): State {
  const place = cursorOf(before, screen.id);
  // What changed the rows may have moved the cursor on purpose.
  if (cursorOf(after, screen.id) !== place) return after;
  const row = screen.rowIds(before)[place];
  const rows = screen.rowIds(after);
  if (row === undefined || rows[place] === row) return after;
  const found = rows.indexOf(row);
  const cursor = found >= 0 ? found : Math.max(0, Math.min(place, rows.length - 1));
  const isGone = found < 0 && after.screen === screen.id && after.detail?.of === 'row';
  return {
    ...after,
    cursor: { ...after.cursor, [screen.id]: cursor },
    detail: isGone ? undefined : after.detail,
  };
}

/** Shows a screen. */
export function show(state: State, screen: string): State {
  return { ...state, screen, detail: undefined, search: '', trail: [] };
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

/** Opens the detail of the next row or of the one before. */
export function openNeighbour(registry: Registry, state: State, by: 1 | -1): State {
  const moved = move(registry, { ...state, detail: undefined }, by);
  if (cursorOf(moved) === cursorOf(state))
    return tell(state, by === 1 ? 'this is the last one' : 'this is the first one');
  return { ...moved, detail: { of: 'row', scroll: 0 }, search: '' };
}

const longestTrail = 20;

/** Follows a link; escape comes back. */
export function follow(registry: Registry, state: State, { label, open }: Link): State {
  const left = { ...state, overlay: undefined };
  const next = open(left, registry);
  if (!next.detail) return tell(left, `there is no ${cleanLine(label)} here`);
  const trail = [...state.trail, { ...left, trail: [] }].slice(-longestTrail);
  return { ...next, trail };
}

/** Shows again what a link was followed from, with its cursor and scrolled as it was. */
function comeBack({ screens }: Registry, state: State, left: State): State {
  const { screen: id, detail, search } = left;
  const screen = screens.find((one) => one.id === id);
  if (!screen) return state;
  const filter = { ...state.filter, [id]: left.filter[id] ?? '' };
  const base = { ...state, screen: id, filter, detail, search, trail: state.trail.slice(0, -1) };
  const shown = screen.comeBack?.(left, base) ?? base;
  const row = screen.rowIds(left)[cursorOf(left)];
  const rows = screen.rowIds(shown);
  const found = row === undefined ? -1 : rows.indexOf(row);
  const cursor = found >= 0 ? found : Math.max(0, Math.min(cursorOf(shown), rows.length - 1));
  const isGone = row !== undefined && found < 0 && detail?.of === 'row';
  return {
    ...shown,
    cursor: { ...shown.cursor, [id]: cursor },
    detail: isGone ? undefined : detail,
  };
}

/** Leaves what is open, to where a link was followed from; then the filter, then a screen that belongs to another. */
export function back(registry: Registry, state: State): State {
  if (state.search !== '') return { ...state, search: '' };
  const left = state.trail.at(-1);
  if (state.detail && !left) return { ...state, detail: undefined };
  if (!state.detail && filterOf(state) !== '') return clearFilter(registry, state);
  if (left) return comeBack(registry, state, left);
  const { parent } = shownScreen(registry, state);
  return parent === undefined ? state : show(state, parent);
}

/** Shows all rows again, with the cursor on the row it was on. */
export function clearFilter(registry: Registry, state: State): State {
  return stayOnRows(registry, state, { ...state, filter: { ...state.filter, [state.screen]: '' } });
}
