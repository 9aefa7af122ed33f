import type { Binding } from '../binding.ts';
import { withoutRunbook, withoutSearch } from './guards.ts';

/** The keys of the group Runbooks. */
export const runbooksKeys: readonly Binding[] = [
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
];
