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
  | 'try-profiles'
  | 'next-profile'
  | 'previous-profile'
  | 'read-policy'
  | 'revision-diff'
  | 'submit-artifact'
  | 'approve-artifact'
  | 'item-history'
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
  group:
    | 'Screens'
    | 'Moving'
    | 'Checks'
    | 'Rollout'
    | 'Runbooks'
    | 'Plugins'
    | 'Sandbox'
    | 'Policy'
    | 'Artifacts'
    | 'Cockpit';
  /** Where it counts; everywhere by default. */
  screens?: readonly ScreenId[];
  /** A short word for the footer, for the most useful keys. */
  footer?: string;
  /** It leads to something that is recorded, so a session that only looks cannot use it. */
  records?: true;
  /** Why it cannot be used now, apart from that. */
  disabled?: (state: State) => string | undefined;
};
