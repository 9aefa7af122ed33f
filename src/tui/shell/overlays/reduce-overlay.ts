import { isFound, jump } from '../../components/text.ts';
import { forgetDraft, keepDraft } from '../forms/drafts.ts';
import { typeForm } from '../forms/form-keys.ts';
import { editLine, lineOf, type Typed } from '../forms/line.ts';
import { clearFilter, move, pageStep } from '../move.ts';
import { paletteEntries } from '../palette/entries.ts';
import { type Registry, shownScreen } from '../screen.ts';
import { type ConfirmOverlay, filterOf, type Overlay, type Page, type State, type Step } from '../state.ts';
import { lastOfConfirm } from './confirm.ts';
import { lastOfHelp } from './help.ts';
import { pressLink } from './link-list.tsx';

/** What a key does while an overlay takes the keys. Escape leaves every one of them. */
export function reduceOverlay(registry: Registry, state: State, overlay: Overlay, typed: Typed): Step {
  if (typed.key === 'esc') return [leave(registry, state, overlay)];
  switch (overlay.type) {
    case 'help': {
      const last = lastOfHelp(registry, state);
      const scroll = Math.min(last, Math.max(0, overlay.scroll + step(typed, state.page)));
      return [{ ...state, overlay: { ...overlay, scroll } }];
    }
    case 'links': {
      const by = step(typed, state.page);
      return [pressLink(registry, state, { cursor: overlay.cursor, by, isEnter: typed.key === 'enter' })];
    }
    case 'filter':
      return [typeFilter(registry, state, overlay, typed)];
    case 'search':
      return [typeSearch(registry, state, overlay, typed)];
    case 'palette':
      return typePalette(registry, state, overlay, typed);
    case 'form':
      return typeForm(state, overlay, typed);
    case 'confirm':
      return answer(state, overlay, typed);
  }
}

/** Yes, no, or a look at what does not fit on the screen. */
function answer(state: State, overlay: ConfirmOverlay, typed: Typed): Step {
  const closed = { ...state, overlay: undefined };
  if (typed.key === 'enter') return [forgetDraft(closed, overlay.form), overlay.effect];
  if (typed.key === 'n') return [overlay.form ? keepDraft(closed, overlay.form) : closed];
  const last = lastOfConfirm(overlay, state.page);
  const scroll = Math.min(last, Math.max(0, overlay.scroll + step(typed, state.page)));
  return [{ ...state, overlay: { ...overlay, scroll } }];
}

/** Whether typed text goes into a field rather than to the keys. */
export function takesText({ overlay }: State): boolean {
  return overlay !== undefined && !['help', 'confirm', 'links'].includes(overlay.type);
}

function leave(registry: Registry, state: State, overlay: Overlay): State {
  const closed = { ...state, overlay: undefined };
  // One step back, with what was typed.
  if (overlay.type === 'confirm') return { ...state, overlay: overlay.form };
  if (overlay.type === 'form') return keepDraft(closed, overlay);
  if (overlay.type === 'search') return { ...closed, search: '' };
  return overlay.type === 'filter' ? clearFilter(registry, closed) : closed;
}

function typeFilter(
  registry: Registry,
  state: State,
  overlay: Extract<Overlay, { type: 'filter' }>,
  typed: Typed,
): State {
  if (typed.key === 'enter') return { ...state, overlay: undefined };
  if (typed.key === 'down' || typed.key === 'up') return move(registry, state, step(typed, state.page));
  const before = filterOf(state);
  const line = editLine(lineOf(before, overlay.caret), typed);
  if (!line) return state;
  const moved = { ...state, overlay: { ...overlay, caret: line.caret } };
  if (line.text === before) return moved;
  const filter = { ...state.filter, [state.screen]: line.text };
  return { ...moved, filter, cursor: { ...state.cursor, [state.screen]: 0 } };
}

function typeSearch(
  registry: Registry,
  state: State,
  overlay: Extract<Overlay, { type: 'search' }>,
  typed: Typed,
): State {
  if (typed.key === 'enter') return { ...state, overlay: undefined };
  const line = editLine(lineOf(state.search, overlay.caret), typed);
  if (!line) return state;
  const moved = { ...state, overlay: { ...overlay, caret: line.caret } };
  if (line.text === state.search) return moved;
  const text = shownScreen(registry, state).detail(state) ?? '';
  // Each letter narrows what is found; it does not go on to the next place.
  return jump({ ...moved, search: line.text }, text, { fits: (one) => isFound(one, line.text), to: 'here' });
}

function typePalette(
  registry: Registry,
  state: State,
  overlay: Extract<Overlay, { type: 'palette' }>,
  typed: Typed,
): Step {
  const moved = step(typed, state.page, paletteMoves);
  if (moved !== 0) {
    const last = Math.max(0, paletteEntries(registry, state, overlay.query).length - 1);
    const cursor = Math.max(0, Math.min(last, overlay.cursor + moved));
    return [{ ...state, overlay: { ...overlay, cursor } }];
  }
  if (typed.key === 'enter') return choose(registry, state, overlay);
  const line = editLine({ text: overlay.query, caret: overlay.caret }, typed);
  if (!line) return [state];
  const cursor = line.text === overlay.query ? overlay.cursor : 0;
  return [{ ...state, overlay: { ...overlay, query: line.text, caret: line.caret, cursor } }];
}

function choose(registry: Registry, state: State, overlay: Extract<Overlay, { type: 'palette' }>): Step {
  const chosen = paletteEntries(registry, state, overlay.query)[overlay.cursor];
  if (!chosen) return [state];
  const reason = chosen.reason();
  return reason === undefined
    ? chosen.open(state, registry)
    : [{ ...state, notice: `${chosen.name}: ${reason}` }];
}

const paletteMoves = ['down', 'up', 'pagedown', 'pageup'];

/** How far a key moves; `keys` are those that do, all by default. */
function step({ key }: Typed, page: Page, keys?: readonly string[]): number {
  if (keys && !keys.includes(key)) return 0;
  if (key === 'down' || key === 'j') return 1;
  if (key === 'up' || key === 'k') return -1;
  if (key === 'ctrl-d' || key === 'pagedown') return pageStep(page);
  if (key === 'ctrl-u' || key === 'pageup') return -pageStep(page);
  if (key === 'G' || key === 'end') return Number.POSITIVE_INFINITY;
  if (key === 'g' || key === 'home') return Number.NEGATIVE_INFINITY;
  return 0;
}
