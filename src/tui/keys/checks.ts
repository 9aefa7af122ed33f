import type { Binding } from '../binding.ts';
import { whileRunning, withoutCheck, withoutRun } from './guards.ts';

/** The keys of the group Checks. */
export const checksKeys: readonly Binding[] = [
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
];
