import type { Command } from './binding.ts';
import { keymap, reasonAgainst } from './keymap.ts';
import { matches } from './matches.ts';
import type { ScreenId, State } from './state.ts';

/** A line of the palette: a command, where it is carried out, and why it cannot be used now. */
export type PaletteEntry = {
  command: Command;
  description: string;
  keys: readonly string[];
  screen: ScreenId;
  reason: string | undefined;
};

/** The commands that a query finds; moving about is left to the keys. */
export function paletteEntries(state: State, query: string): readonly PaletteEntry[] {
  return keymap
    .filter(({ group, command }) => group !== 'Moving' && command !== 'palette')
    .map((binding) => {
      const { command, description, keys, screens } = binding;
      const [first] = screens ?? [];
      const screen = !screens || screens.includes(state.screen) ? state.screen : (first ?? state.screen);
      return { command, description, keys, screen, reason: reasonAgainst(binding, state) };
    })
    .filter(({ command, description }) => matches(`${command} ${description}`, query));
}
