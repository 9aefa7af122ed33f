import type { Binding } from '../binding.ts';
import { whileTrying } from './guards.ts';

/** The keys of the group Sandbox. */
export const sandboxKeys: readonly Binding[] = [
  {
    keys: ['r'],
    command: 'try-profiles',
    description: 'try the permission profiles on a playground',
    group: 'Sandbox',
    screens: ['sandbox'],
    footer: 'try',
    disabled: whileTrying,
  },
  {
    keys: ['right', 'l'],
    command: 'next-profile',
    description: 'further profiles',
    group: 'Sandbox',
    screens: ['sandbox'],
    footer: 'more profiles',
  },
  {
    keys: ['left', 'h'],
    command: 'previous-profile',
    description: 'earlier profiles',
    group: 'Sandbox',
    screens: ['sandbox'],
  },
];
