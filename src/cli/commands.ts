import type { CommandEntry } from './command.ts';

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  { name: 'init', summary: 'start the rollout', load: () => import('./init.ts') },
  { name: 'status', summary: 'where the rollout stands', load: () => import('./status.ts') },
  {
    name: 'check',
    summary: 'run the upgrade checks against a real Codex CLI',
    load: () => import('./check.ts'),
  },
  {
    name: 'baseline',
    summary: 'record and compare what CLI versions are',
    load: () => import('./baseline.ts'),
  },
  { name: 'history', summary: 'what happened, newest first', load: () => import('./history.ts') },
  { name: 'audit', summary: 'prove the history', load: () => import('./audit.ts') },
  { name: 'db', summary: 'look after the database', load: () => import('./db.ts') },
];
