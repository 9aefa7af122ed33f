import { define as status } from '../rollout/status.ts';
import type { Define } from './subcommand.ts';

/** A line of the command table. The module of a command is loaded only when it is called or asked for help. */
type CommandEntry = { name: string; summary: string; load: () => Promise<{ define: Define }> };

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  { name: 'init', summary: 'start the rollout', load: () => import('../rollout/init.ts') },
  // Asked for most often, and its parts are loaded at every start anyway.
  { name: 'status', summary: 'the state of the rollout', load: async () => ({ define: status }) },
  { name: 'next', summary: 'what your roles let you do now', load: () => import('../rollout/next.ts') },
  {
    name: 'phase',
    summary: 'the phases, their gates and sign-offs',
    load: () => import('../rollout/phase.ts'),
  },
  { name: 'item', summary: 'the items of the checklists', load: () => import('../rollout/item.ts') },
  { name: 'people', summary: 'people and their roles', load: () => import('../people/people.ts') },
  {
    name: 'runbook',
    summary: 'the runbooks and their revisions',
    load: () => import('../runbooks/runbook.ts'),
  },
  {
    name: 'artifact',
    summary: 'policies, templates and their approval',
    load: () => import('../artifacts/artifact.ts'),
  },
  {
    name: 'catalog',
    summary: 'the approved verification commands',
    load: () => import('../artifacts/catalog.ts'),
  },
  {
    name: 'review',
    summary: 'the high-risk checklist for a change',
    load: () => import('../reviews/review.ts'),
  },
  { name: 'metric', summary: 'quality, and adoption beside it', load: () => import('../metrics/metric.ts') },
  {
    name: 'compliance',
    summary: 'the compliance logs of OpenAI: how far they are known, and who ran what',
    load: () => import('../metrics/compliance.ts'),
  },
  {
    name: 'question',
    summary: 'questions about the metrics that a team answers again and again',
    load: () => import('../metrics/question.ts'),
  },
  {
    name: 'change',
    summary: 'changes that are tied to signals of the metrics, and judged by them',
    load: () => import('../metrics/change.ts'),
  },
  {
    name: 'rollout',
    summary: 'move the pin, choose where Codex is used',
    load: () => import('../rollout/rollout.ts'),
  },
  {
    name: 'check',
    summary: 'run the upgrade checks against a real Codex CLI',
    load: () => import('../checks/check.ts'),
  },
  {
    name: 'agents',
    summary: 'the instructions that the CLI loads for a folder',
    load: () => import('../policy/agents.ts'),
  },
  { name: 'plugin', summary: 'plugins and where they come from', load: () => import('../plugins/plugin.ts') },
  {
    name: 'upgrade',
    summary: 'CLI versions side by side, rehearsed and decided',
    load: () => import('../upgrade/upgrade.ts'),
  },
  {
    name: 'ring',
    summary: 'how far the pin is rolled out, ring by ring',
    load: () => import('../upgrade/ring.ts'),
  },
  {
    name: 'changelog',
    summary: 'release notes between the pin and a candidate, reviewed by people',
    load: () => import('../upgrade/changelog.ts'),
  },
  {
    name: 'pins',
    summary: 'where projects pin a CLI version or let it float',
    load: () => import('../upgrade/pins.ts'),
  },
  {
    name: 'baseline',
    summary: 'describe CLI versions and compare them',
    load: () => import('../upgrade/baseline.ts'),
  },
  {
    name: 'run',
    summary: 'capture runs of codex exec: what was given, done and changed',
    load: () => import('../runs/run.ts'),
  },
  {
    name: 'provenance',
    summary: 'what a captured run was given and left, verified, signed and compared',
    load: () => import('../runs/provenance.ts'),
  },
  {
    name: 'sdlc',
    summary: 'workflows that start Codex: judge them, or begin with a reviewed set',
    load: () => import('../runs/sdlc.ts'),
  },
  {
    name: 'metrics',
    summary: 'captured runs, suites, gates and drift as metrics for Prometheus and Grafana',
    load: () => import('../runs/metrics.ts'),
  },
  {
    name: 'incident',
    summary: 'the rollback playbook for a run whose change did harm',
    load: () => import('../runs/incident.ts'),
  },
  { name: 'pack', summary: 'review packs of captured runs', load: () => import('../runs/pack.ts') },
  { name: 'gate', summary: 'gates of CI for changes by Codex', load: () => import('../runs/gate.ts') },
  { name: 'config', summary: 'the effective configuration', load: () => import('../policy/config.ts') },
  { name: 'policy', summary: 'lint, explain and look up policy', load: () => import('../policy/policy.ts') },
  {
    name: 'sandbox',
    summary: 'what permission profiles really do',
    load: () => import('../sandbox/sandbox.ts'),
  },
  { name: 'history', summary: 'what happened, newest first', load: () => import('../history/history.ts') },
  { name: 'audit', summary: 'prove the history', load: () => import('../history/audit.ts') },
  { name: 'db', summary: 'back up, check and clean the database', load: () => import('../database/db.ts') },
];
