import type { Binding } from '../binding.ts';

/** The keys of the group Cockpit. */
export const cockpitKeys: readonly Binding[] = [
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
