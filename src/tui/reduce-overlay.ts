import { cleanLine } from '../domain/base/text/clean.ts';
import type { Action } from './action.ts';
import type { Command } from './binding.ts';
import { confirm } from './confirm.ts';
import { forms } from './forms.ts';
import type { Intent } from './intent.ts';
import { paletteEntries } from './palette-entries.ts';
import { isFound, jump } from './reader.ts';
import { move } from './reduce-command.ts';
import type { Field, Overlay, State } from './state.ts';

type Typed = Extract<Action, { type: 'typed' }>;

/** What a key does while an overlay takes the keys. Escape leaves every one of them. */
export function reduceOverlay(state: State, typed: Typed): State {
  const { overlay } = state;
  if (!overlay) return state;
  if (typed.key === 'esc') return leave(state);
  switch (overlay.type) {
    case 'help':
      return { ...state, overlay: { ...overlay, scroll: Math.max(0, overlay.scroll + step(typed)) } };
    case 'filter':
      return typeFilter(state, typed);
    case 'search':
      return typeSearch(state, typed);
    case 'palette':
      return typePalette(state, overlay, typed);
    case 'form':
      return typeForm(state, overlay, typed);
    case 'confirm':
      return typed.key === 'enter' || typed.key === 'n' ? { ...state, overlay: undefined } : state;
  }
}

/** What a key confirms, if it does: to be carried out beside the change of state. */
export function confirmedBy(state: State, key: string): Intent | undefined {
  return state.overlay?.type === 'confirm' && key === 'enter' ? state.overlay.intent : undefined;
}

/** The command that a key chooses in the palette, if it does: carried out once the palette is closed. */
export function chosenBy({ overlay, ...state }: State, key: string): Command | undefined {
  if (overlay?.type !== 'palette' || key !== 'enter') return undefined;
  const chosen = paletteEntries({ overlay, ...state }, overlay.query)[overlay.cursor];
  return chosen?.reason === undefined ? chosen?.command : undefined;
}

function leave(state: State): State {
  if (state.overlay?.type === 'search') return { ...state, overlay: undefined, search: '' };
  const cleared = state.overlay?.type === 'filter' ? { ...state.filter, [state.screen]: '' } : state.filter;
  return { ...state, overlay: undefined, filter: cleared };
}

function typeFilter(state: State, typed: Typed): State {
  if (typed.key === 'enter') return { ...state, overlay: undefined };
  if (typed.key === 'down' || typed.key === 'up') return move(state, step(typed));
  const filter = { ...state.filter, [state.screen]: edit(state.filter[state.screen], typed) };
  return { ...state, filter, cursor: { ...state.cursor, [state.screen]: 0 } };
}

function typeSearch(state: State, typed: Typed): State {
  if (typed.key === 'enter') return { ...state, overlay: undefined };
  const search = edit(state.search, typed);
  return jump({ ...state, search }, { columns: typed.page.columns, fits: (line) => isFound(line, search) });
}

function typePalette(state: State, overlay: Extract<Overlay, { type: 'palette' }>, typed: Typed): State {
  const entries = paletteEntries(state, overlay.query);
  if (typed.key === 'down' || typed.key === 'up') {
    const cursor = Math.min(entries.length - 1, Math.max(0, overlay.cursor + step(typed)));
    return { ...state, overlay: { ...overlay, cursor } };
  }
  if (typed.key !== 'enter')
    return { ...state, overlay: { ...overlay, query: edit(overlay.query, typed), cursor: 0 } };
  const chosen = entries[overlay.cursor];
  if (!chosen) return state;
  if (chosen.reason !== undefined) return { ...state, notice: `${chosen.description}: ${chosen.reason}` };
  return { ...state, overlay: undefined, screen: chosen.screen };
}

function typeForm(state: State, overlay: Extract<Overlay, { type: 'form' }>, typed: Typed): State {
  const { fields, active } = overlay;
  const go = (by: number) => ({
    ...state,
    overlay: { ...overlay, active: (active + by + fields.length) % fields.length },
  });
  if (typed.key === 'tab' || typed.key === 'down') return go(1);
  if (typed.key === 'shift-tab' || typed.key === 'up') return go(-1);
  if (typed.key !== 'enter') {
    const typedInto = (field: Field, index: number) =>
      index === active ? { ...field, value: edit(field.value, typed) } : field;
    return { ...state, overlay: { ...overlay, fields: fields.map(typedInto) } };
  }
  if (active < fields.length - 1) return go(1);
  const values = fields.map(({ value }) => value.trim());
  const filled = forms[overlay.form].submit(values, overlay.subject, state);
  if ('refusal' in filled)
    return { ...state, overlay: { ...overlay, active: filled.field, refusal: filled.refusal } };
  return confirm(state, filled.question, filled.records, filled.intent);
}

function step({ key, page }: Typed): number {
  if (key === 'down' || key === 'j') return 1;
  if (key === 'up' || key === 'k') return -1;
  if (key === 'ctrl-d' || key === 'pagedown') return page.rows;
  if (key === 'ctrl-u' || key === 'pageup') return -page.rows;
  return 0;
}

function edit(text: string, { key, text: typed }: Typed): string {
  if (key === 'backspace') return [...text].slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  return text + (typed === ' ' ? ' ' : cleanLine(typed));
}
