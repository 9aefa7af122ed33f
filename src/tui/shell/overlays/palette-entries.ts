import { matches } from '../../components/matches.ts';
import { reasonAgainst } from '../keys/keymap.ts';
import type { PlacedBinding, Registry } from '../screen.ts';
import type { State } from '../state.ts';

/** A line of the palette: a command, where it is carried out, and why it cannot be used now. */
export type PaletteEntry = { binding: PlacedBinding; screen: string; reason: string | undefined };

/** The commands that a query finds; moving about is left to the keys. */
export function paletteEntries({ keymap }: Registry, state: State, query: string): readonly PaletteEntry[] {
  return keymap
    .filter(({ group, command }) => group !== 'Moving' && command !== 'palette')
    .filter(({ command, description }) => matches(`${command} ${description}`, query))
    .map((binding) => {
      const { screens } = binding;
      const screen = !screens || screens.includes(state.screen) ? state.screen : (screens[0] ?? state.screen);
      return { binding, screen, reason: reasonAgainst(binding, { ...state, screen }) };
    });
}
