import type { Binding } from '../binding.ts';

/** The keys of the group Policy. */
export const policyKeys: readonly Binding[] = [
  {
    keys: ['r'],
    command: 'read-policy',
    description: 'read the policy again',
    group: 'Policy',
    screens: ['policy'],
    footer: 'read',
    disabled: (state) => (state.policy.reading ? 'the policy is being read' : undefined),
  },
];
