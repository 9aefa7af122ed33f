import type { ScreenId, State } from './state.ts';

/** What a key can ask for. */
export type Command =
  | `screen-${ScreenId}`
  | 'next-screen'
  | 'previous-screen'
  | 'up'
  | 'down'
  | 'first'
  | 'last'
  | 'page-up'
  | 'page-down'
  | 'open'
  | 'back'
  | 'filter'
  | 'run-all'
  | 'run-one'
  | 'stop'
  | 'start-rollout'
  | 'help'
  | 'palette'
  | 'quit'
  | 'interrupt';

/** A line of the keymap. The footer, the help, the palette and docs/keys.md are made from it. */
export type Binding = {
  keys: readonly string[];
  command: Command;
  description: string;
  group: 'Screens' | 'Moving' | 'Checks' | 'Rollout' | 'Cockpit';
  /** Where it counts; everywhere by default. */
  screens?: readonly ScreenId[];
  /** A short word for the footer, for the most useful keys. */
  footer?: string;
  /** Why it cannot be used now. */
  disabled?: (state: State) => string | undefined;
};

const whileRunning = (state: State) => (state.run.going ? 'a run is going' : undefined);
const withoutRun = (state: State) => (state.run.going ? undefined : 'no run is going');
const withRollout = (state: State) => (state.status?.rollout ? 'a rollout is there already' : undefined);
const lists: readonly ScreenId[] = ['checks', 'history'];

export const keymap: readonly Binding[] = [
  { keys: ['1'], command: 'screen-rollout', description: 'the rollout and its phases', group: 'Screens' },
  { keys: ['2'], command: 'screen-checks', description: 'the checks', group: 'Screens' },
  { keys: ['3'], command: 'screen-history', description: 'the history', group: 'Screens' },
  { keys: ['tab'], command: 'next-screen', description: 'next screen', group: 'Screens' },
  { keys: ['shift-tab'], command: 'previous-screen', description: 'previous screen', group: 'Screens' },
  { keys: ['down', 'j'], command: 'down', description: 'down', group: 'Moving' },
  { keys: ['up', 'k'], command: 'up', description: 'up', group: 'Moving' },
  { keys: ['g', 'home'], command: 'first', description: 'first', group: 'Moving' },
  { keys: ['G', 'end'], command: 'last', description: 'last', group: 'Moving' },
  { keys: ['ctrl-d', 'pagedown'], command: 'page-down', description: 'a page down', group: 'Moving' },
  { keys: ['ctrl-u', 'pageup'], command: 'page-up', description: 'a page up', group: 'Moving' },
  { keys: ['enter'], command: 'open', description: 'open the detail', group: 'Moving', footer: 'detail' },
  { keys: ['esc'], command: 'back', description: 'back; clears the filter', group: 'Moving' },
  {
    keys: ['/'],
    command: 'filter',
    description: 'filter; !word leaves out',
    group: 'Moving',
    screens: lists,
    footer: 'filter',
  },
  {
    keys: ['n'],
    command: 'start-rollout',
    description: 'start a rollout',
    group: 'Rollout',
    screens: ['rollout'],
    footer: 'new rollout',
    disabled: withRollout,
  },
  {
    keys: ['r'],
    command: 'run-all',
    description: 'run all checks',
    group: 'Checks',
    screens: ['checks'],
    footer: 'run all',
    disabled: whileRunning,
  },
  {
    keys: ['x'],
    command: 'run-one',
    description: 'run the selected check',
    group: 'Checks',
    screens: ['checks'],
    footer: 'run one',
    disabled: whileRunning,
  },
  {
    keys: ['s'],
    command: 'stop',
    description: 'stop the run',
    group: 'Checks',
    screens: ['checks'],
    footer: 'stop',
    disabled: withoutRun,
  },
  { keys: ['?'], command: 'help', description: 'all keys', group: 'Cockpit', footer: 'keys' },
  {
    keys: [':'],
    command: 'palette',
    description: 'find a command by name',
    group: 'Cockpit',
    footer: 'commands',
  },
  { keys: ['q'], command: 'quit', description: 'quit', group: 'Cockpit', footer: 'quit' },
  { keys: ['ctrl-c'], command: 'interrupt', description: 'stop what is running and quit', group: 'Cockpit' },
];

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
