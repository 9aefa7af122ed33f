import type { Role } from './role.ts';

/** What only some roles may do, and which. A line is all that a new act needs. */
export const ACTS = {
  'manage people': ['rollout owner'],
  'move the pin': ['platform engineer', 'rollout owner'],
  'choose the surfaces': ['rollout owner'],
  'waive an item': ['rollout owner', 'security owner'],
  'withdraw what another person stated': ['rollout owner'],
  'pass a phase': ['rollout owner'],
  'revisit a phase': ['rollout owner', 'security owner'],
  'publish a runbook': ['platform engineer', 'rollout owner'],
  'waive the suite for a runbook': ['rollout owner'],
  'review an upgrade': ['platform engineer', 'rollout owner', 'security owner'],
  'upgrade a marketplace': ['platform engineer', 'rollout owner'],
  'acknowledge the commands of a source': ['security owner'],
  'promote a source': ['platform engineer', 'rollout owner'],
  'demote or block a source': ['platform engineer', 'security owner', 'rollout owner'],
  'write an artifact': [
    'platform engineer',
    'rollout owner',
    'security owner',
    'analytics owner',
    'team lead',
  ],
  'run a command of the catalog': [
    'platform engineer',
    'rollout owner',
    'security owner',
    'analytics owner',
    'team lead',
  ],
  'review a change': ['platform engineer', 'rollout owner', 'security owner', 'analytics owner', 'team lead'],
  'let a change pass its review with exceptions': ['security owner', 'rollout owner'],
  'publish an artifact': ['platform engineer', 'rollout owner', 'team lead'],
  'attest the models of cloud tasks': ['rollout owner', 'security owner'],
  'review release notes': ['platform engineer', 'rollout owner', 'security owner', 'team lead'],
  'waive a blocker of an upgrade': ['rollout owner', 'security owner'],
  'approve an upgrade': ['rollout owner'],
  'reject an upgrade': ['platform engineer', 'rollout owner', 'security owner'],
  'roll an upgrade back': ['platform engineer', 'rollout owner'],
  'record a metric': ['analytics owner', 'rollout owner'],
  'replace the signing key': ['platform engineer', 'rollout owner'],
  'choose where checkpoints are kept': ['platform engineer', 'rollout owner', 'security owner'],
  'restore a backup': ['rollout owner', 'platform engineer'],
  'remove stored texts': ['rollout owner', 'security owner'],
} as const satisfies Record<string, readonly Role[]>;

export type Act = keyof typeof ACTS;
