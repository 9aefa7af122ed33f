import { cleanLine } from '../domain/text/clean.ts';
import type { Action } from './action.ts';
import type { Command } from './keymap.ts';
import { paletteEntries } from './palette-entries.ts';
import { move } from './reduce-command.ts';
import type { Field, Intent, Overlay, State } from './state.ts';

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
  const cleared = state.overlay?.type === 'filter' ? { ...state.filter, [state.screen]: '' } : state.filter;
  return { ...state, overlay: undefined, filter: cleared };
}

function typeFilter(state: State, typed: Typed): State {
  if (typed.key === 'enter') return { ...state, overlay: undefined };
  if (typed.key === 'down' || typed.key === 'up') return move(state, step(typed));
  const filter = { ...state.filter, [state.screen]: edit(state.filter[state.screen], typed) };
  return { ...state, filter, cursor: { ...state.cursor, [state.screen]: 0 } };
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
  if (typed.key === 'tab' || typed.key === 'down' || typed.key === 'up' || typed.key === 'shift-tab') {
    return { ...state, overlay: { ...overlay, active: active === 0 ? 1 : 0 } };
  }
  if (typed.key !== 'enter') {
    const typedInto = (field: Field, index: number) =>
      index === active ? { ...field, value: edit(field.value, typed) } : field;
    return { ...state, overlay: { ...overlay, fields: [typedInto(fields[0], 0), typedInto(fields[1], 1)] } };
  }
  if (active === 0) return { ...state, overlay: { ...overlay, active: 1 } };
  const [name, pin] = fields.map(({ value }) => value.trim());
  if (!name) return { ...state, overlay: { ...overlay, active: 0, refusal: 'a rollout needs a name' } };
  return {
    ...state,
    overlay: {
      type: 'confirm',
      question: `Start the rollout "${name}"?`,
      records: [`rollout.started: name "${name}", pin ${pin}`],
      intent: { type: 'start-rollout', name, pin: pin ?? '' },
    },
  };
}

function step({ key, page }: Typed): number {
  if (key === 'down' || key === 'j') return 1;
  if (key === 'up' || key === 'k') return -1;
  if (key === 'ctrl-d' || key === 'pagedown') return page;
  if (key === 'ctrl-u' || key === 'pageup') return -page;
  return 0;
}

function edit(text: string, { key, text: typed }: Typed): string {
  if (key === 'backspace') return [...text].slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  return text + (typed === ' ' ? ' ' : cleanLine(typed));
}
