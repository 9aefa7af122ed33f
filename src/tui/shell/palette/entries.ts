import { numberKey } from '../keys/everywhere.ts';
import { reasonAgainst } from '../keys/keymap.ts';
import { show } from '../move.ts';
import type { PlacedBinding, Registry, Target } from '../screen.ts';
import type { State, Step } from '../state.ts';
import { fuzzyFind } from './fuzzy.ts';

/** A line of the palette: what it is, what it is called, its key, and what Enter does with it. */
export type PaletteEntry = {
  kind: string;
  label: string;
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

/**
 * What a query finds, best first: commands and screens, then what the screens offer. Without a query the commands and
 * screens alone, those of the shown screen first. Moving about is left to the keys.
 */
export function paletteEntries(registry: Registry, state: State, query: string): readonly PaletteEntry[] {
  const commands = commandEntries(registry, state);
  if (query.trim() === '') return commands;
  const all = [...commands, ...targetEntries(registry, state, query)];
  return fuzzyFind(all, query, ({ label, kind, about, words }) => ({
    name: label,
    words: `${kind} ${words} ${about}`,
  }));
}

function commandEntries({ keymap }: Registry, state: State): readonly PaletteEntry[] {
  // Rows are made once for each state, and many commands ask about those of the same screen.
  const states = new Map<string, State>();
  const stateOn = (screen: string) => {
    const known = states.get(screen) ?? onScreen(state, screen);
    states.set(screen, known);
    return known;
  };
  const entries = keymap
    .filter(({ group, command }) => group !== 'Moving' && command !== 'palette')
    .map((binding) => commandEntry(binding, state.screen, stateOn));
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
    label: description,
    about: '',
    words: command,
    key: keys[0] ?? '',
    screen,
    reason: () => reasonAgainst(binding, stateOn(screen)),
    open: (state, registry) => binding.press(onScreen(state, screen), registry),
  };
}

function targetEntries({ screens }: Registry, state: State, query: string): readonly PaletteEntry[] {
  return screens.flatMap(({ id, targets }, place) =>
    (targets?.(state, query) ?? []).map(
      ({ kind, label, about = '', open }: Target) =>
        ({
          ...{ kind, label, about, words: '', screen: id },
          key: place < 10 ? numberKey(place) : '',
          reason: () => undefined,
          open: (now, registry) => open({ ...now, overlay: undefined }, registry),
        }) satisfies PaletteEntry,
    ),
  );
}
