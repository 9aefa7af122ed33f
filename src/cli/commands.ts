import type { CommandEntry } from './command.ts';

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  { name: 'init', summary: 'start the rollout', load: () => import('./init.ts') },
  { name: 'status', summary: 'where the rollout stands', load: () => import('./status.ts') },
  { name: 'next', summary: 'what you could do now, by your roles', load: () => import('./next.ts') },
  { name: 'phase', summary: 'the phases, their gates and sign-offs', load: () => import('./phase.ts') },
  { name: 'item', summary: 'the items of the checklists', load: () => import('./item.ts') },
  { name: 'people', summary: 'who takes part, and as what', load: () => import('./people.ts') },
  { name: 'runbook', summary: 'the runbooks and their revisions', load: () => import('./runbook.ts') },
  {
    name: 'artifact',
    summary: 'policies, templates and their approval',
    load: () => import('./artifact.ts'),
  },
  { name: 'catalog', summary: 'the approved verification commands', load: () => import('./catalog.ts') },
  { name: 'review', summary: 'the high-risk checklist, change by change', load: () => import('./review.ts') },
  { name: 'metric', summary: 'metrics as evidence', load: () => import('./metric.ts') },
  { name: 'rollout', summary: 'move the pin, choose the surfaces', load: () => import('./rollout.ts') },
  {
    name: 'check',
    summary: 'run the upgrade checks against a real Codex CLI',
    load: () => import('./check.ts'),
  },
  { name: 'agents', summary: 'the instruction chain', load: () => import('./agents.ts') },
  { name: 'plugin', summary: 'plugins and where they come from', load: () => import('./plugin.ts') },
  {
    name: 'baseline',
    summary: 'record and compare what CLI versions are',
    load: () => import('./baseline.ts'),
  },
  { name: 'config', summary: 'the configuration that holds', load: () => import('./config.ts') },
  { name: 'policy', summary: 'lint, explain and look up policy', load: () => import('./policy.ts') },
  { name: 'sandbox', summary: 'what permission profiles really do', load: () => import('./sandbox.ts') },
  { name: 'history', summary: 'what happened, newest first', load: () => import('./history.ts') },
  { name: 'audit', summary: 'prove the history', load: () => import('./audit.ts') },
  { name: 'db', summary: 'look after the database', load: () => import('./db.ts') },
];
