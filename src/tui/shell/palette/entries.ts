import { numberKey } from '../keys/everywhere.ts';
import { reasonAgainst } from '../keys/keymap.ts';
import { show } from '../move.ts';
import { type PlacedBinding, type Registry, type ScreenSpec, type Target, topScreens } from '../screen.ts';
import type { State, Step } from '../state.ts';
import { fuzzyFind } from './fuzzy.ts';

/** A line of the palette: what it is, what it is called, its key, and what Enter does with it. */
export type PaletteEntry = {
  kind: string;
  name: string;
  /** Of a screen, as its tab says it. */
  title?: string | undefined;
  /** What is shown after the name. */
  about: string;
  /** Further words that it is found by. */
  words: string;
  key: string;
  /** The screen that it is on, or that it leads to. */
  screen: string;
  /** Why it cannot be used now; undefined when it can. */
  reason: () => string | undefined;
  open: (state: State, registry: Registry) => Step;
};

let newest: { registry: Registry; state: State; query: string; entries: readonly PaletteEntry[] } | undefined;

/**
 * What a query finds, best first: commands and screens, then what the screens offer. Without a query the commands and
 * screens alone, those of the shown screen first. Moving about is left to the keys.
 */
export function paletteEntries(registry: Registry, state: State, query: string): readonly PaletteEntry[] {
  // Each key needs them twice: to know what is selected, and to draw them.
  const isKnown = newest?.registry === registry && newest.query === query && isSameBelow(newest.state, state);
  if (isKnown && newest) return newest.entries;
  const entries = findEntries(registry, state, query);
  newest = { registry, state, query, entries };
  return entries;
}

/** Whether two states differ at most in what lies over the screen. */
function isSameBelow(one: State, other: State): boolean {
  const keys = Object.keys(one) as (keyof State)[];
  return keys.every((key) => key === 'overlay' || key === 'notice' || one[key] === other[key]);
}

function findEntries(registry: Registry, state: State, query: string): readonly PaletteEntry[] {
  const commands = commandEntries(registry, state);
  if (query.trim() === '') return commands;
  return fuzzyFind([...commands, ...targetEntries(registry, state, query)], query);
}

function commandEntries({ keymap, screens }: Registry, state: State): readonly PaletteEntry[] {
  // Rows are made once for each state, and many commands ask about those of the same screen.
  const states = new Map<string, State>();
  const stateOn = (screen: string) => {
    const known = states.get(screen) ?? onScreen(state, screen);
    states.set(screen, known);
    return known;
  };
  const titles = new Map(screens.map(({ id, title }) => [`screen-${id}`, title]));
  const entries = keymap
    .filter(({ group, command }) => group !== 'Moving' && command !== 'palette')
    .map((binding) => ({
      ...commandEntry(binding, state.screen, stateOn),
      title: titles.get(binding.command),
    }));
  const isHere = ({ screen, kind }: PaletteEntry) => Number(kind === 'command' && screen === state.screen);
  return entries.sort((one, other) => isHere(other) - isHere(one));
}

/** The state with another screen shown, as its keys see it. */
function onScreen(state: State, screen: string): State {
  return { ...(screen === state.screen ? state : show(state, screen)), overlay: undefined };
}

function commandEntry(
  binding: PlacedBinding,
  shown: string,
  stateOn: (screen: string) => State,
): PaletteEntry {
  const { screens, description, command, keys, group } = binding;
  const screen = !screens || screens.includes(shown) ? shown : (screens[0] ?? shown);
  return {
    kind: group === 'Screens' ? 'screen' : 'command',
    name: description,
    about: '',
    words: command,
    key: keys[0] ?? '',
    screen,
    reason: () => reasonAgainst(binding, stateOn(screen)),
    open: (state, registry) => binding.press(onScreen(state, screen), registry),
  };
}

/** A target is found again at each key, so its entry is kept as long as the screen offers it. */
const madeEntries = new WeakMap<Target, PaletteEntry>();

function targetEntries({ screens }: Registry, state: State, query: string): readonly PaletteEntry[] {
  const top = topScreens(screens);
  return screens.flatMap(({ id, parent = id, targets }) =>
    (targets?.(state, query) ?? []).map((target) => {
      const entry = madeEntries.get(target) ?? targetEntry(target, id, keyOf(top, parent));
      madeEntries.set(target, entry);
      return entry;
    }),
  );
}

/** The number of a screen; a screen without one has that of the screen it belongs to. */
function keyOf(top: readonly ScreenSpec[], screen: string): string {
  const place = top.findIndex(({ id }) => id === screen);
  return (place < 0 ? undefined : numberKey(place)) ?? '';
}

function targetEntry({ kind, label, about = '', open }: Target, screen: string, key: string): PaletteEntry {
  return {
    ...{ kind, name: label, about, words: `${kind} ${about}`, key, screen },
    reason: () => undefined,
    open: (state, registry) => open({ ...state, overlay: undefined }, registry),
  };
}
