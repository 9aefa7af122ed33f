import { SUITE_VERDICTS, VERDICTS } from '../../checks/verdict.ts';
import type { CapturedRun } from '../events.ts';
import {
  BY_REPOSITORY,
  FAILURE_REASONS,
  FAMILIES,
  FAMILY_NAMES,
  type FamilyName,
  SANDBOXES,
  TOKEN_TYPES,
} from './families.ts';
import { boundedValues, OTHER } from './label-values.ts';
import { failureOf } from './log-event.ts';
import { COPY_STATES, MACHINE_STATES, type ObservedHistory, PHASE_STATES } from './observed-history.ts';

/** Values of labels by name. */
type Labels = Readonly<Record<string, string>>;

/** The samples of a family. Of a histogram, each sample is one observation. */
export type FamilySamples = {
  name: FamilyName;
  /** The labels of every sample, in their order. */
  labels: readonly string[];
  samples: readonly { labels: Labels; value: number }[];
};

/** All metrics of a history. */
export type MetricsSnapshot = {
  /** Since when the counters count, in seconds since 1970. */
  createdAt: number;
  families: readonly FamilySamples[];
};

/** So many texts from outside get label values of their own; see `boundedValues`. */
const MOST_NAMES = 20;
const MOST_REPOSITORIES = 50;

/** What is added up: the values of each family by their labels. */
class Samples {
  readonly #families = new Map<FamilyName, Map<string, { labels: Labels; value: number }>>();

  /** Adds to a sample, which is 0 before. */
  add(name: FamilyName, labels: Labels, value = 1): void {
    const family = this.#families.get(name) ?? new Map();
    this.#families.set(name, family);
    const key = JSON.stringify(Object.entries(labels).toSorted());
    family.set(key, { labels, value: (family.get(key)?.value ?? 0) + value });
  }

  /** Lets samples be there with 0, so that their first increase is seen. */
  zero(name: FamilyName, label: string, values: Iterable<string>, more: Labels = {}): void {
    for (const value of values) this.add(name, { ...more, [label]: value }, 0);
  }

  of(name: FamilyName): FamilySamples['samples'] {
    return [...(this.#families.get(name)?.values() ?? [])];
  }
}

/**
 * The metrics of a history. They depend on nothing else: the same history gives the same numbers in every process, and
 * no counter of a history that only grew is less than before.
 *
 * @param byRepository gives the metrics of captured runs a label for the repository
 */
export function takeSnapshot(
  history: ObservedHistory,
  { byRepository }: { byRepository: boolean },
): MetricsSnapshot {
  const samples = new Samples();
  const durations = observeRuns(samples, history, byRepository);
  observeReviews(samples, history);
  observeSuites(samples, history.suites);
  observeRollout(samples, history);
  samples.add('codex_history_entries', {}, history.entries);
  return {
    createdAt: seconds(history.startedAt),
    families: FAMILY_NAMES.map((name) => ({
      name,
      labels: [...FAMILIES[name].labels, ...(byRepository && BY_REPOSITORY.has(name) ? ['repository'] : [])],
      samples: name === 'codex_exec_duration_seconds' ? durations : samples.of(name),
    })),
  };
}

function observeRuns(
  samples: Samples,
  { runs, packs }: ObservedHistory,
  byRepository: boolean,
): FamilySamples['samples'] {
  const repositoryOf = boundedValues(MOST_REPOSITORIES);
  const whose = ({ git }: Pick<CapturedRun, 'git'>): Labels =>
    byRepository ? { repository: git === null ? 'none' : repositoryOf(git.repository) } : {};
  const failedTests = new Set(
    packs.filter((pack) => verificationOf(pack) === 'failed').map(({ run }) => run),
  );
  const seen = new Set<string>();
  const durations: { labels: Labels; value: number }[] = [];
  samples.zero('codex_exec_versions', 'pin', ['same', 'different', 'unknown']);
  if (!byRepository) begin(samples, {});
  for (const run of runs) {
    // A run that was captured and imported too is one run.
    if (seen.has(run.run)) continue;
    seen.add(run.run);
    const more = whose(run);
    if (byRepository) begin(samples, more);
    samples.add('codex_exec_runs', { mode: run.mode, ...more, sandbox: sandboxOf(run.policy.sandbox) });
    const reason = failureOf(run) ?? (failedTests.has(run.run) ? 'test_failed' : undefined);
    if (reason !== undefined) samples.add('codex_exec_failures', { ...more, reason });
    for (const type of TOKEN_TYPES) samples.add('codex_exec_tokens', { ...more, type }, run.usage[type] ?? 0);
    if (run.duration_ms !== null)
      durations.push({ labels: { mode: run.mode, ...more }, value: run.duration_ms / 1000 });
    samples.add('codex_exec_versions', { pin: pinState(run.tool) });
  }
  return durations;
}

/** Every value of a label that is known before, so that a rate sees the first failure too. */
function begin(samples: Samples, more: Labels): void {
  for (const mode of ['ci', 'local'])
    samples.zero('codex_exec_runs', 'sandbox', [...SANDBOXES, 'unknown'], { mode, ...more });
  samples.zero('codex_exec_failures', 'reason', FAILURE_REASONS, more);
  samples.zero('codex_exec_tokens', 'type', TOKEN_TYPES, more);
}

function sandboxOf(sandbox: string | null): string {
  if (sandbox === null) return 'unknown';
  return SANDBOXES.find((one) => one === sandbox) ?? OTHER;
}

function pinState({ version, pin }: Pick<CapturedRun['tool'], 'version' | 'pin'>): string {
  if (version === null || pin === null) return 'unknown';
  return version === pin ? 'same' : 'different';
}

const VERIFICATIONS = ['passed', 'failed', 'error', 'stale', 'missing'] as const;

/** What the verifications of a pack came to, the worst first; `stale`: one did not run on the change of the pack. */
function verificationOf({
  verification,
  changes,
}: Pick<ObservedHistory['packs'][number], 'verification' | 'changes'>): (typeof VERIFICATIONS)[number] {
  if (verification.length === 0) return 'missing';
  if (verification.some(({ verdict }) => verdict === 'fail')) return 'failed';
  if (verification.some(({ verdict }) => verdict === 'error')) return 'error';
  const isOnChange = ({ digest }: { digest: string | null }) => digest !== null && digest === changes.digest;
  return verification.every(isOnChange) ? 'passed' : 'stale';
}

function observeReviews(
  samples: Samples,
  { packs, verifications, judgements, lints, incidents }: ObservedHistory,
): void {
  samples.zero('codex_review_packs', 'verification', VERIFICATIONS);
  for (const pack of packs) samples.add('codex_review_packs', { verification: verificationOf(pack) });
  samples.zero('codex_provenance_verifications', 'verdict', ['same', 'different', 'incomplete']);
  for (const { verdict } of verifications) samples.add('codex_provenance_verifications', { verdict });

  const gateOf = boundedValues(MOST_NAMES);
  const newest = new Map<string, { gate: string; verdict: string }>();
  for (const { gate: named, verdict, repository } of judgements) {
    const gate = gateOf(named);
    for (const name of ['codex_gate_judgements', 'codex_gate_repositories'] as const)
      samples.zero(name, 'verdict', ['open', 'closed'], { gate });
    samples.add('codex_gate_judgements', { gate, verdict });
    newest.set(JSON.stringify([named, repository]), { gate, verdict });
  }
  for (const labels of newest.values()) samples.add('codex_gate_repositories', labels);

  samples.zero('codex_workflow_repositories', 'verdict', ['pass', 'warn', 'fail']);
  const linted = new Map(lints.map(({ repository, verdict }) => [repository, verdict]));
  for (const verdict of linted.values()) samples.add('codex_workflow_repositories', { verdict });

  const closed = new Set(incidents.closed);
  const opened = new Set(incidents.opened);
  samples.add('codex_incidents', {}, opened.size);
  samples.add('codex_incidents_open', {}, [...opened].filter((id) => !closed.has(id)).length);
}

function observeSuites(samples: Samples, suites: ObservedHistory['suites']): void {
  const suiteOf = boundedValues(MOST_NAMES);
  for (const { suite: named, verdict, counts, finishedAt } of suites.slice(-MOST_NAMES)) {
    const suite = suiteOf(named);
    samples.zero('codex_suite_verdict', 'verdict', SUITE_VERDICTS, { suite });
    samples.add('codex_suite_verdict', { suite, verdict });
    for (const one of VERDICTS) samples.add('codex_suite_checks', { suite, verdict: one }, counts[one]);
    samples.add('codex_suite_finished_timestamp_seconds', { suite }, seconds(finishedAt));
  }
}

function observeRollout(samples: Samples, { rollout, copies, machines }: ObservedHistory): void {
  for (const state of COPY_STATES)
    samples.zero('codex_artifact_copies', 'seen', ['history', 'repository'], { state: labelOf(state) });
  for (const { state, seen } of copies) samples.add('codex_artifact_copies', { state: labelOf(state), seen });
  samples.zero('codex_machines', 'state', MACHINE_STATES.map(labelOf));
  for (const state of machines) samples.add('codex_machines', { state: labelOf(state) });
  if (!rollout) return;
  for (const { id: phase, state } of rollout.phases) {
    samples.zero('codex_phase_state', 'state', PHASE_STATES, { phase });
    samples.add('codex_phase_state', { phase, state });
  }
  for (const [state, count] of Object.entries(rollout.items))
    samples.add('codex_items', { state: labelOf(state) }, count);
  samples.add('codex_pin_info', { version: rollout.pin });
  samples.add('codex_pin_timestamp_seconds', {}, seconds(rollout.pinnedAt));
}

const labelOf = (state: string) => state.replaceAll(' ', '_');

function seconds(at: string): number {
  return Date.parse(at) / 1000;
}
