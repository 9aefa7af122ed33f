import { renderToString } from 'ink';
import { expect, onTestFinished } from 'vitest';
import type { World } from '../../src/app/world/world.ts';
import { registry } from '../../src/tui/screens/registry.ts';
import { Cockpit, type CockpitOptions } from '../../src/tui/shell/cockpit.ts';
import { Frame } from '../../src/tui/shell/frame/frame.tsx';
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

/** Fills a form: a value for each field, which first loses what it was prefilled with. */
export const fill = (state: State, ...values: readonly string[]): State =>
  values.reduce((now, value) => press(type(press(now, 'ctrl-u'), value), 'enter'), state);

/** Lets something be found or done outside. */
export const change = (state: State, made: Change): State =>
  reduce(registry, state, { type: 'changed', change: made })[0];

/** Why a key cannot be used now. */
export function refusalOf(state: State, key: string): string | undefined {
  const binding = bindingOf(registry, key, state.screen);
  if (!binding) throw new Error(`${key} does nothing on ${state.screen}`);
  return reasonAgainst(binding, state);
}

/** The shown screen as text: wide enough for a list of 100 columns and the preview beside it. */
export function frameOf(state: State, { width = 190, height = 18, screens = registry } = {}): string {
  const { view: View } = shownScreen(screens, state);
  return renderToString(
    <ThemeContext value={chooseTheme({ NO_COLOR: '1' })}>
      <View state={state} width={width} height={height} />
    </ThemeContext>,
    { columns: width },
  );
}

/** What no frame may contain: what a terminal obeys, and what turns the order of characters round. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
export const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

/** What stands in the left or only pane of a frame, line by line. */
export function paneOf(frame: string): readonly string[] {
  return [...frame.matchAll(/^│ (.*?) │/gm)].map(([, line = '']) => line.trimEnd());
}

/** The whole cockpit as text, with heading, overlay and footer, in a terminal of 80 by 24. */
export function wholeFrame(state: State, { width = 80, height = 23, screens = registry } = {}): string {
  return renderToString(
    <ThemeContext value={chooseTheme({ NO_COLOR: '1' })}>
      <Frame registry={screens} state={state} width={width} height={height} />
    </ThemeContext>,
    { columns: width },
  );
}

/** A cockpit that runs on the database of a world, without a terminal. */
export function runCockpit(world: World, options: CockpitOptions = {}) {
  const faults: unknown[] = [];
  const sent: string[] = [];
  const exits = {
    leave: () => undefined,
    fail: (cause: unknown) => faults.push(cause),
    send: (sequence: string) => sent.push(sequence),
  };
  const cockpit = new Cockpit(registry, world, options, exits);
  onTestFinished(async () => {
    await cockpit.close();
    expect(faults).toEqual([]);
  });
  const keys = (...pressed: string[]) => {
    for (const key of pressed)
      cockpit.dispatch({ type: 'pressed', key, text: [...key].length === 1 ? key : '' });
  };
  /** Waits until the cockpit shows something. */
  const see = (text: string | RegExp) =>
    expect.poll(() => wholeFrame(cockpit.state(), { width: 230 }), { timeout: 30_000 }).toMatch(text);
  cockpit.load();
  return { cockpit, keys, see, sent };
}
