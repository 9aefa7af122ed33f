import { RUN_REASONS } from '../events.ts';

/** A family of metrics. A counter has its name without `_total`. */
type Family = {
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  /** A family with a unit has it as the end of its name. */
  unit?: 'seconds' | 'tokens';
  labels: readonly string[];
};

/** Every family that is exported, in the order of the export. */
export const FAMILIES = {
  codex_exec_runs: {
    type: 'counter',
    help: 'Captured runs of codex exec.',
    labels: ['mode', 'sandbox'],
  },
  codex_exec_failures: {
    type: 'counter',
    help: 'Captured runs that did not do what was asked, each under one reason. test_failed: the run went well, and a verification in a review pack of it failed.',
    labels: ['reason'],
  },
  codex_exec_tokens: {
    type: 'counter',
    unit: 'tokens',
    help: 'Tokens of captured runs. cached and cache_write are part of input, and reasoning is part of output.',
    labels: ['type'],
  },
  codex_exec_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'Duration of captured runs.',
    labels: ['mode'],
  },
  codex_exec_versions: {
    type: 'counter',
    help: 'Captured runs by whether the version of the CLI was the pin at that time.',
    labels: ['pin'],
  },
  codex_review_packs: {
    type: 'counter',
    help: 'Review packs by what their verification came to.',
    labels: ['verification'],
  },
  codex_provenance_verifications: {
    type: 'counter',
    help: 'Comparisons of captured runs with everything within reach, by verdict.',
    labels: ['verdict'],
  },
  codex_gate_judgements: {
    type: 'counter',
    help: 'Judgements of gates of CI.',
    labels: ['gate', 'verdict'],
  },
  codex_gate_repositories: {
    type: 'gauge',
    help: 'Repositories by the newest judgement of a gate of CI.',
    labels: ['gate', 'verdict'],
  },
  codex_workflow_repositories: {
    type: 'gauge',
    help: 'Repositories by the newest lint of their workflows.',
    labels: ['verdict'],
  },
  codex_incidents: {
    type: 'counter',
    help: 'Incidents for which the rollback playbook was opened.',
    labels: [],
  },
  codex_incidents_open: {
    type: 'gauge',
    help: 'Incidents whose rollback playbook is not closed.',
    labels: [],
  },
  codex_suite_verdict: {
    type: 'gauge',
    help: 'Whether the newest run of a suite came to a verdict (1) or not (0).',
    labels: ['suite', 'verdict'],
  },
  codex_suite_checks: {
    type: 'gauge',
    help: 'Checks of the newest run of a suite by verdict.',
    labels: ['suite', 'verdict'],
  },
  codex_suite_finished_timestamp_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'When the newest run of a suite ended, in seconds since 1970.',
    labels: ['suite'],
  },
  codex_phase_state: {
    type: 'gauge',
    help: 'Whether a phase of the rollout is in a state (1) or not (0).',
    labels: ['phase', 'state'],
  },
  codex_items: {
    type: 'gauge',
    help: 'Items of the checklists by state.',
    labels: ['state'],
  },
  codex_artifact_copies: {
    type: 'gauge',
    help: 'Copies of approved artifacts in repositories by state. seen is repository where a copy was read for this, and history where only its publication is known.',
    labels: ['state', 'seen'],
  },
  codex_machines: {
    type: 'gauge',
    help: 'Machines by the version of the CLI in their newest report.',
    labels: ['state'],
  },
  codex_pin_info: {
    type: 'gauge',
    help: 'The pinned version of the CLI; always 1.',
    labels: ['version'],
  },
  codex_pin_timestamp_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'When the pin was set, in seconds since 1970.',
    labels: [],
  },
  codex_history_entries: {
    type: 'counter',
    help: 'Entries of the history.',
    labels: [],
  },
} as const satisfies Readonly<Record<string, Family>>;

/** Name of a family. */
export type FamilyName = keyof typeof FAMILIES;

/** The names in the order of the export. */
export const FAMILY_NAMES = Object.keys(FAMILIES) as readonly FamilyName[];

/** The families with a label for the repository, where it is asked for. */
export const BY_REPOSITORY: ReadonlySet<FamilyName> = new Set([
  'codex_exec_runs',
  'codex_exec_failures',
  'codex_exec_tokens',
  'codex_exec_duration_seconds',
]);

/** Upper bounds of the buckets of the durations, seconds. */
export const DURATION_BUCKETS = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600] as const;

/** Values of the label `reason`. */
export const FAILURE_REASONS = [...RUN_REASONS, 'test_failed'] as const;

/** Values of the label `type` of the tokens. */
export const TOKEN_TYPES = ['input', 'cached', 'cache_write', 'output', 'reasoning'] as const;

/** Modes of the sandbox that have a value of their own; any other is `other`, and one that is not known `unknown`. */
export const SANDBOXES = ['read-only', 'workspace-write', 'danger-full-access'] as const;

/** The family under the name that its samples have in the text formats. */
export function sampleName(name: FamilyName): string {
  return FAMILIES[name].type === 'counter' ? `${name}_total` : name;
}
