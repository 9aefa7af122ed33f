import { ACTS, type Act } from '../domain/people/act.ts';
import type { Role } from '../domain/people/role.ts';
import { usualSignOffRole } from '../domain/rollout/sign-off-role.ts';
import { selectedChecks, selectedItem, selectedPhase, selectedSource } from './selection.ts';
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
  | 'next-phase'
  | 'previous-phase'
  | 'gate'
  | 'attest'
  | 'waive'
  | 'withdraw'
  | 'sign'
  | 'pass'
  | 'revisit'
  | 'move-pin'
  | 'add-person'
  | 'act-as'
  | 'read-plugins'
  | 'plugin-diff'
  | 'snapshot'
  | 'upgrade-review'
  | 'acknowledge'
  | 'promote'
  | 'demote'
  | 'block'
  | 'next-heading'
  | 'previous-heading'
  | 'next-match'
  | 'help'
  | 'palette'
  | 'quit'
  | 'interrupt';

/** A line of the keymap. The footer, the help, the palette and docs/keys.md are made from it. */
export type Binding = {
  keys: readonly string[];
  command: Command;
  description: string;
  group: 'Screens' | 'Moving' | 'Checks' | 'Rollout' | 'Runbooks' | 'Plugins' | 'Cockpit';
  /** Where it counts; everywhere by default. */
  screens?: readonly ScreenId[];
  /** A short word for the footer, for the most useful keys. */
  footer?: string;
  /** It leads to something that is recorded, so a session that only looks cannot use it. */
  records?: true;
  /** Why it cannot be used now, apart from that. */
  disabled?: (state: State) => string | undefined;
};

const unread = (state: State) => (state.status ? undefined : 'the history is being read');
const whileRunning = (state: State) => unread(state) ?? (state.run.going ? 'a run is going' : undefined);
const withoutRun = (state: State) => (state.run.going ? undefined : 'no run is going');
const withRollout = (state: State) =>
  unread(state) ?? (state.status?.rollout ? 'a rollout is there already' : undefined);
const withoutRollout = (state: State) => (state.status?.rollout ? undefined : 'there is no rollout yet');
const withoutItem = (state: State) =>
  withoutRollout(state) ?? (selectedItem(state) ? undefined : 'no item is selected');
const withoutRunbook = (state: State) =>
  state.detail && state.screen === 'runbooks' ? undefined : 'no runbook is open';
const withoutSearch = (state: State) =>
  withoutRunbook(state) ?? (state.search === '' ? 'nothing is looked for; press /' : undefined);

/** Why somebody without a role that an act needs cannot use a key. */
const withoutRole = (act: Act) => (state: State) => {
  const roles: readonly Role[] = ACTS[act];
  const held = state.me?.roles ?? [];
  return (
    withoutRollout(state) ??
    (roles.some((role) => held.includes(role)) ? undefined : `needs the role ${roles.join(' or ')}`)
  );
};

const whoMayAttest = (state: State) => {
  const owner = selectedItem(state)?.item.owner;
  return (
    withoutItem(state) ??
    (owner === undefined || state.me?.roles.includes(owner) ? undefined : `needs the role ${owner}`)
  );
};
const whoMayWaive = (state: State) => withoutItem(state) ?? withoutRole('waive an item')(state);
const whoMayRevisit = (state: State) =>
  withoutRole('revisit a phase')(state) ??
  (selectedPhase(state)?.gate?.decision === 'passed' ? undefined : 'the phase is not passed');
const whoMaySign = (state: State) => {
  const phase = selectedPhase(state);
  if (phase?.gate?.decision === 'passed') return 'the phase is passed';
  const role = phase && usualSignOffRole(phase, state.me?.roles ?? []);
  return withoutRollout(state) ?? (role ? undefined : 'you have no role to sign with');
};
const whoMayPass = (state: State) =>
  withoutRole('pass a phase')(state) ??
  (selectedPhase(state)?.gate?.decision === 'passed' ? 'the phase is passed' : undefined);
const withoutCheck = (state: State) =>
  whileRunning(state) ?? (selectedChecks(state).length > 0 ? undefined : 'no check is selected');
const whileReading = (state: State) => (state.plugins.reading ? 'the plugins are being read' : undefined);
const withoutSource = (state: State) =>
  whileReading(state) ?? (selectedSource(state) ? undefined : 'no source is selected');
const whoMay = (act: Act) => (state: State) => withoutSource(state) ?? withoutRole(act)(state);
const lists: readonly ScreenId[] = ['rollout', 'checks', 'history', 'turn', 'runbooks', 'plugins'];

export const keymap: readonly Binding[] = [
  { keys: ['1'], command: 'screen-rollout', description: 'the rollout and its phases', group: 'Screens' },
  { keys: ['2'], command: 'screen-checks', description: 'the checks', group: 'Screens' },
  { keys: ['3'], command: 'screen-history', description: 'the history', group: 'Screens' },
  { keys: ['4'], command: 'screen-turn', description: 'my turn: what I could do now', group: 'Screens' },
  { keys: ['5'], command: 'screen-runbooks', description: 'the runbooks', group: 'Screens' },
  { keys: ['6'], command: 'screen-plugins', description: 'the plugins and their sources', group: 'Screens' },
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
    description: 'filter; !word leaves out; in an open runbook, search',
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
    records: true,
    disabled: withRollout,
  },
  {
    keys: ['right', 'l'],
    command: 'next-phase',
    description: 'next phase',
    group: 'Rollout',
    screens: ['rollout'],
    footer: 'phase',
  },
  {
    keys: ['left', 'h'],
    command: 'previous-phase',
    description: 'previous phase',
    group: 'Rollout',
    screens: ['rollout'],
  },
  {
    keys: ['o'],
    command: 'gate',
    description: 'the gate of the phase: what it waits for, who signed',
    group: 'Rollout',
    screens: ['rollout'],
    footer: 'gate',
  },
  {
    keys: ['a'],
    command: 'attest',
    description: 'attest the selected item',
    group: 'Rollout',
    screens: ['rollout', 'turn'],
    footer: 'attest',
    records: true,
    disabled: whoMayAttest,
  },
  {
    keys: ['w'],
    command: 'waive',
    description: 'waive the selected item for a while',
    group: 'Rollout',
    screens: ['rollout', 'turn'],
    footer: 'waive',
    records: true,
    disabled: whoMayWaive,
  },
  {
    keys: ['u'],
    command: 'withdraw',
    description: 'withdraw what was stated of the selected item',
    group: 'Rollout',
    screens: ['rollout'],
    records: true,
    disabled: withoutItem,
  },
  {
    keys: ['S'],
    command: 'sign',
    description: 'sign the gate of the phase',
    group: 'Rollout',
    screens: ['rollout'],
    footer: 'sign',
    records: true,
    disabled: whoMaySign,
  },
  {
    keys: ['P'],
    command: 'pass',
    description: 'pass the gate of the phase',
    group: 'Rollout',
    screens: ['rollout'],
    footer: 'pass',
    records: true,
    disabled: whoMayPass,
  },
  {
    keys: ['V'],
    command: 'revisit',
    description: 'open the gate of a passed phase again',
    group: 'Rollout',
    screens: ['rollout'],
    records: true,
    disabled: whoMayRevisit,
  },
  {
    keys: ['p'],
    command: 'move-pin',
    description: 'move the pin to another CLI version',
    group: 'Rollout',
    screens: ['rollout'],
    records: true,
    disabled: withoutRole('move the pin'),
  },
  {
    keys: ['+'],
    command: 'add-person',
    description: 'add a person, or give one a further role',
    group: 'Rollout',
    screens: ['rollout', 'turn'],
    records: true,
    disabled: withoutRole('manage people'),
  },
  {
    keys: ['A'],
    command: 'act-as',
    description: 'act as somebody else',
    group: 'Rollout',
    screens: ['rollout', 'turn'],
  },
  {
    keys: ['}', ']'],
    command: 'next-heading',
    description: 'next heading of the open runbook',
    group: 'Runbooks',
    screens: ['runbooks'],
    footer: 'heading',
    disabled: withoutRunbook,
  },
  {
    keys: ['{', '['],
    command: 'previous-heading',
    description: 'previous heading of the open runbook',
    group: 'Runbooks',
    screens: ['runbooks'],
    disabled: withoutRunbook,
  },
  {
    keys: ['n'],
    command: 'next-match',
    description: 'next place of what is looked for',
    group: 'Runbooks',
    screens: ['runbooks'],
    footer: 'next match',
    disabled: withoutSearch,
  },
  {
    keys: ['r'],
    command: 'run-all',
    description: 'run all checks',
    group: 'Checks',
    screens: ['checks'],
    footer: 'run all',
    records: true,
    disabled: whileRunning,
  },
  {
    keys: ['x'],
    command: 'run-one',
    description: 'run the selected check, or those of the selected item',
    group: 'Checks',
    screens: ['checks', 'rollout', 'turn'],
    footer: 'run one',
    records: true,
    disabled: withoutCheck,
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
  {
    keys: ['r'],
    command: 'read-plugins',
    description: 'take the inventory of the plugins',
    group: 'Plugins',
    screens: ['plugins'],
    footer: 'read',
    disabled: whileReading,
  },
  {
    keys: ['d'],
    command: 'plugin-diff',
    description: 'what changed since the newest snapshot',
    group: 'Plugins',
    screens: ['plugins'],
    footer: 'diff',
    disabled: (state) => (state.plugins.diff ? undefined : 'there is no snapshot to compare with'),
  },
  {
    keys: ['s'],
    command: 'snapshot',
    description: 'record a snapshot of the inventory',
    group: 'Plugins',
    screens: ['plugins'],
    footer: 'snapshot',
    records: true,
    disabled: whileReading,
  },
  {
    keys: ['u'],
    command: 'upgrade-review',
    description: 'try the upgrade of the selected source on a copy',
    group: 'Plugins',
    screens: ['plugins'],
    footer: 'review',
    records: true,
    disabled: withoutSource,
  },
  {
    keys: ['c'],
    command: 'acknowledge',
    description: 'acknowledge the hooks and servers of the selected source',
    group: 'Plugins',
    screens: ['plugins'],
    records: true,
    disabled: whoMay('acknowledge the commands of a source'),
  },
  {
    keys: ['p'],
    command: 'promote',
    description: 'promote the selected source one step',
    group: 'Plugins',
    screens: ['plugins'],
    footer: 'promote',
    records: true,
    disabled: whoMay('promote a source'),
  },
  {
    keys: ['m'],
    command: 'demote',
    description: 'take the selected source back to experiment',
    group: 'Plugins',
    screens: ['plugins'],
    records: true,
    disabled: whoMay('demote or block a source'),
  },
  {
    keys: ['b'],
    command: 'block',
    description: 'block the selected source',
    group: 'Plugins',
    screens: ['plugins'],
    records: true,
    disabled: whoMay('demote or block a source'),
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
