import type { Binding } from '../binding.ts';

/** The keys of the group Screens. */
export const screensKeys: readonly Binding[] = [
  { keys: ['1'], command: 'screen-rollout', description: 'the rollout and its phases', group: 'Screens' },
  { keys: ['2'], command: 'screen-checks', description: 'the checks', group: 'Screens' },
  { keys: ['3'], command: 'screen-history', description: 'the history', group: 'Screens' },
  { keys: ['4'], command: 'screen-turn', description: 'my turn: what I could do now', group: 'Screens' },
  { keys: ['5'], command: 'screen-runbooks', description: 'the runbooks', group: 'Screens' },
  { keys: ['6'], command: 'screen-plugins', description: 'the plugins and their sources', group: 'Screens' },
  {
    keys: ['7'],
    command: 'screen-sandbox',
    description: 'what permission profiles really do',
    group: 'Screens',
  },
  { keys: ['8'], command: 'screen-policy', description: 'the policy that holds here', group: 'Screens' },
  { keys: ['9'], command: 'screen-artifacts', description: 'the governance artifacts', group: 'Screens' },
  { keys: ['tab'], command: 'next-screen', description: 'next screen', group: 'Screens' },
  { keys: ['shift-tab'], command: 'previous-screen', description: 'previous screen', group: 'Screens' },
];
