import type { Binding } from '../binding.ts';
import { lists } from './guards.ts';

/** The keys of the group Moving. */
export const movingKeys: readonly Binding[] = [
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
    description:
      'filter; !word leaves out; in the history also who: kind: since: …; in an open runbook, search',
    group: 'Moving',
    screens: lists,
    footer: 'filter',
  },
];
