import type { Binding, PlacedBinding, Registry, ScreenSpec } from '../screen.ts';
import type { State } from '../state.ts';
import { cockpitKeys, movingKeys, screensKeys } from './everywhere.ts';

/** Puts screens together, numbered in this order, with every key that counts on them. */
export function assemble(screens: readonly ScreenSpec[]): Registry {
  const placed = screens.flatMap(({ id, title, keys }) =>
    keys.map((binding) => ({
      ...binding,
      group: binding.group ?? title,
      screens: [id, ...(binding.alsoOn ?? [])],
    })),
  );
  const filtered = screens.filter(({ hasFilter }) => hasFilter).map(({ id }) => id);
  const sorted = screens.filter(({ sorting }) => sorting).map(({ id }) => id);
  return {
    screens,
    keymap: [...screensKeys(screens), ...movingKeys({ filtered, sorted }), ...placed, ...cockpitKeys],
  };
}

/** Why a key cannot be used now; undefined when it can. */
export function reasonAgainst(
  { records, disabled }: Pick<Binding, 'records' | 'disabled'>,
  state: State,
): string | undefined {
  if (records && state.readOnly) return 'this session is read-only';
  if (records && isAuditor(state)) return 'an auditor looks at everything and records nothing';
  return disabled?.(state);
}

function isAuditor({ me }: State): boolean {
  return me !== undefined && me.roles.length > 0 && me.roles.every((role) => role === 'auditor');
}

/** The binding of a key on a screen. */
export function bindingOf({ keymap }: Registry, key: string, screen: string): PlacedBinding | undefined {
  return keymap.find((one) => one.keys.includes(key) && isOn(one, screen));
}

/** The bindings that count on a screen, in the order of the keymap. */
export function bindingsOn({ keymap }: Registry, screen: string): readonly PlacedBinding[] {
  return keymap.filter((one) => isOn(one, screen));
}

function isOn({ screens }: PlacedBinding, screen: string): boolean {
  return screens === undefined || screens.includes(screen);
}
