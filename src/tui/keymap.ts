import type { Binding } from './binding.ts';
import { artifactsKeys } from './keys/artifacts.ts';
import { checksKeys } from './keys/checks.ts';
import { cockpitKeys } from './keys/cockpit.ts';
import { movingKeys } from './keys/moving.ts';
import { pluginsKeys } from './keys/plugins.ts';
import { policyKeys } from './keys/policy.ts';
import { rolloutKeys } from './keys/rollout.ts';
import { runbooksKeys } from './keys/runbooks.ts';
import { sandboxKeys } from './keys/sandbox.ts';
import { screensKeys } from './keys/screens.ts';
import type { ScreenId, State } from './state.ts';

/** Every key. The footer, the help, the palette and docs/keys.md are made from it. */
export const keymap: readonly Binding[] = [
  ...screensKeys,
  ...movingKeys,
  ...rolloutKeys,
  ...runbooksKeys,
  ...checksKeys,
  ...pluginsKeys,
  ...sandboxKeys,
  ...policyKeys,
  ...artifactsKeys,
  ...cockpitKeys,
];

/** Why a key cannot be used now; undefined when it can. */
export function reasonAgainst({ records, disabled }: Binding, state: State): string | undefined {
  if (records && state.readOnly) return 'this session is read-only';
  if (records && isAuditor(state)) return 'an auditor looks at everything and records nothing';
  return disabled?.(state);
}

function isAuditor({ me }: State): boolean {
  return me !== undefined && me.roles.length > 0 && me.roles.every((role) => role === 'auditor');
}

/** The binding of a key on a screen. */
export function bindingOf(key: string, screen: ScreenId): Binding | undefined {
  return keymap.find((one) => one.keys.includes(key) && isOn(one, screen));
}

/** The bindings that count on a screen, in the order of the keymap. */
export function bindingsOn(screen: ScreenId): readonly Binding[] {
  return keymap.filter((one) => isOn(one, screen));
}

function isOn({ screens }: Binding, screen: ScreenId): boolean {
  return screens === undefined || screens.includes(screen);
}
