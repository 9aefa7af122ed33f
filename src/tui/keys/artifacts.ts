import type { Binding } from '../binding.ts';
import { notInReview, withoutArtifact } from './guards.ts';

/** The keys of the group Artifacts. */
export const artifactsKeys: readonly Binding[] = [
  {
    keys: ['d'],
    command: 'revision-diff',
    description: 'what the newest revision changes',
    group: 'Artifacts',
    screens: ['artifacts'],
    footer: 'diff',
    disabled: withoutArtifact,
  },
  {
    keys: ['s'],
    command: 'submit-artifact',
    description: 'give the newest revision to its reviewers',
    group: 'Artifacts',
    screens: ['artifacts'],
    footer: 'submit',
    records: true,
    disabled: withoutArtifact,
  },
  {
    keys: ['a'],
    command: 'approve-artifact',
    description: 'approve the newest revision',
    group: 'Artifacts',
    screens: ['artifacts'],
    footer: 'approve',
    records: true,
    disabled: notInReview,
  },
];
