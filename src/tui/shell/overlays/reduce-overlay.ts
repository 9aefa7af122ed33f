import { cleanLine } from '../../../domain/base/text/clean.ts';
import { isFound, jump } from '../../components/text.ts';
import { confirm } from '../decision.ts';
import { clearFilter, move, pageStep } from '../move.ts';
import { type Registry, shownScreen } from '../screen.ts';
import {
  type Field,
  type FormOverlay,
  filterOf,
  type Overlay,
  type Page,
  type State,
  type Step,
} from '../state.ts';
import { goThroughChoices, toggleChoice } from './choices.ts';
import { lastOfHelp } from './help.ts';
import { paletteEntries } from './palette-entries.ts';

type Typed = { key: string; text: string };

/** What a key does while an overlay takes the keys. Escape leaves every one of them. */
export function reduceOverlay(registry: Registry, state: State, overlay: Overlay, typed: Typed): Step {
  if (typed.key === 'esc') return [leave(registry, state, overlay)];
  switch (overlay.type) {
    case 'help': {
      const last = lastOfHelp(registry, state);
      const scroll = Math.min(last, Math.max(0, overlay.scroll + step(typed, state.page)));
      return [{ ...state, overlay: { ...overlay, scroll } }];
    }
    case 'filter':
      return [typeFilter(registry, state, typed)];
    case 'search':
      return [typeSearch(registry, state, typed)];
    case 'palette':
      return typePalette(registry, state, overlay, typed);
    case 'form':
      return typeForm(state, overlay, typed);
    case 'confirm': {
      const closed = { ...state, overlay: undefined };
      if (typed.key === 'enter') return [closed, overlay.effect];
      return [typed.key === 'n' ? closed : state];
    }
  }
}

/** Whether typed text goes into a field rather than to the keys. */
export function takesText({ overlay }: State): boolean {
  return overlay !== undefined && overlay.type !== 'help' && overlay.type !== 'confirm';
}

function leave(registry: Registry, state: State, overlay: Overlay): State {
  const closed = { ...state, overlay: undefined };
  // One step back, with what was typed.
  if (overlay.type === 'confirm') return { ...state, overlay: overlay.form };
  if (overlay.type === 'search') return { ...closed, search: '' };
  return overlay.type === 'filter' ? clearFilter(registry, closed) : closed;
}

function typeFilter(registry: Registry, state: State, typed: Typed): State {
  if (typed.key === 'enter') return { ...state, overlay: undefined };
  if (typed.key === 'down' || typed.key === 'up') return move(registry, state, step(typed, state.page));
  const filter = { ...state.filter, [state.screen]: edit(filterOf(state), typed) };
  return { ...state, filter, cursor: { ...state.cursor, [state.screen]: 0 } };
}

function typeSearch(registry: Registry, state: State, typed: Typed): State {
  if (typed.key === 'enter') return { ...state, overlay: undefined };
  const search = edit(state.search, typed);
  const text = shownScreen(registry, state).detail(state) ?? '';
  return jump({ ...state, search }, text, { fits: (line) => isFound(line, search) });
}

function typePalette(
  registry: Registry,
  state: State,
  overlay: Extract<Overlay, { type: 'palette' }>,
  typed: Typed,
): Step {
  const entries = paletteEntries(registry, state, overlay.query);
  if (typed.key === 'down' || typed.key === 'up') {
    const cursor = Math.max(0, Math.min(entries.length - 1, overlay.cursor + step(typed, state.page)));
    return [{ ...state, overlay: { ...overlay, cursor } }];
  }
  if (typed.key !== 'enter')
    return [{ ...state, overlay: { ...overlay, query: edit(overlay.query, typed), cursor: 0 } }];
  const chosen = entries[overlay.cursor];
  if (!chosen) return [state];
  const { binding, screen, reason } = chosen;
  if (reason !== undefined) return [{ ...state, notice: `${binding.description}: ${reason}` }];
  return binding.press({ ...state, overlay: undefined, screen }, registry);
}

function typeForm(state: State, overlay: FormOverlay, typed: Typed): Step {
  const { fields, active } = overlay;
  const go = (by: number): Step => [
    { ...state, overlay: { ...overlay, active: (active + by + fields.length) % fields.length } },
  ];
  const change = (make: (field: Field) => Field): Step => {
    const changed = fields.map((field, index) => (index === active ? make(field) : field));
    return [{ ...state, overlay: { ...overlay, fields: changed } }];
  };
  const field = fields[active];
  const isVertical = typed.key === 'down' || typed.key === 'up';
  if (isVertical && field?.choices) {
    const by = typed.key === 'down' ? 1 : -1;
    return change((one) => goThroughChoices(one, by));
  }
  if (typed.key === 'tab' || typed.key === 'down') return go(1);
  if (typed.key === 'shift-tab' || typed.key === 'up') return go(-1);
  if (typed.key === ' ' && field?.many && field.at !== undefined) return change(toggleChoice);
  if (typed.key !== 'enter')
    return change((one) => ({ ...one, value: edit(one.value, typed), at: undefined }));
  if (active < fields.length - 1) return go(1);
  const values = fields.map(({ value }) => value.trim());
  const filled = overlay.submit(values, state);
  if ('step' in filled) return filled.step;
  if ('refusal' in filled)
    return [{ ...state, overlay: { ...overlay, active: filled.field, refusal: filled.refusal } }];
  return [confirm(state, filled, overlay)];
}

function step({ key }: Typed, page: Page): number {
  if (key === 'down' || key === 'j') return 1;
  if (key === 'up' || key === 'k') return -1;
  if (key === 'ctrl-d' || key === 'pagedown') return pageStep(page);
  if (key === 'ctrl-u' || key === 'pageup') return -pageStep(page);
  if (key === 'G' || key === 'end') return Number.POSITIVE_INFINITY;
  if (key === 'g' || key === 'home') return Number.NEGATIVE_INFINITY;
  return 0;
}

function edit(text: string, { key, text: typed }: Typed): string {
  if (key === 'backspace') return [...text].slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  return text + (typed === ' ' ? ' ' : cleanLine(typed));
}
