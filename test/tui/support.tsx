import { render } from 'ink-testing-library';
import { registry } from '../../src/tui/screens/registry.ts';
import { bindingOf, reasonAgainst } from '../../src/tui/shell/keys/keymap.ts';
import { chooseTheme, ThemeContext } from '../../src/tui/shell/look/theme.ts';
import { reduce } from '../../src/tui/shell/reducer.ts';
import { type Registry, shownScreen } from '../../src/tui/shell/screen.ts';
import { type Change, type Effect, initialState, type State } from '../../src/tui/shell/state.ts';
import { statusOf } from '../support/recorded-builders.ts';

/** A screen of a rollout that has begun. */
export function on(screen: string, more: Partial<State> = {}): State {
  return { ...initialState, status: statusOf(), ...more, screen };
}

/** Presses keys one after the other, and says what the last one asks for. */
export function pressed(
  state: State,
  keys: readonly string[],
  screens: Registry = registry,
): [State, ...Effect[]] {
  let step: [State, ...Effect[]] = [state];
  for (const key of keys) {
    const text = [...key].length === 1 ? key : '';
    step = [...reduce(screens, step[0], { type: 'pressed', key, text })];
  }
  return step;
}

/** Presses keys one after the other. */
export const press = (state: State, ...keys: string[]): State => pressed(state, keys)[0];

/** Types a text, character by character. */
export const type = (state: State, text: string): State => press(state, ...text);

/** Lets something be found or done outside. */
export const change = (state: State, made: Change): State =>
  reduce(registry, state, { type: 'changed', change: made })[0];

/** Why a key cannot be used now. */
export function refusalOf(state: State, key: string): string | undefined {
  const binding = bindingOf(registry, key, state.screen);
  if (!binding) throw new Error(`${key} does nothing on ${state.screen}`);
  return reasonAgainst(binding, state);
}

/** The shown screen as text. */
export function frameOf(state: State, { width = 100, height = 18, screens = registry } = {}): string {
  const { view: View } = shownScreen(screens, state);
  const { lastFrame, unmount } = render(
    <ThemeContext value={chooseTheme({ NO_COLOR: '1' })}>
      <View state={state} width={width} height={height} />
    </ThemeContext>,
  );
  const frame = lastFrame() ?? '';
  unmount();
  return frame;
}
