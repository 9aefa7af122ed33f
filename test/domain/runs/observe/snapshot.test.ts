import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUN_OUTCOMES, RUN_REASONS } from '../../../../src/domain/runs/events.ts';
import { FAMILIES, type FamilyName } from '../../../../src/domain/runs/observe/families.ts';
import type { ObservedHistory } from '../../../../src/domain/runs/observe/observed-history.ts';
import { takeSnapshot } from '../../../../src/domain/runs/observe/snapshot.ts';
import { capturedRun } from '../../../support/captured-runs.ts';
import { observedHistory } from '../../../support/observed.ts';

/** The samples of a family that are not 0, as `label values: value`. */
function samples(history: ObservedHistory, family: FamilyName, byRepository = false): Record<string, number> {
  const found = takeSnapshot(history, { byRepository }).families.find(({ name }) => name === family);
  return Object.fromEntries(
    (found?.samples ?? [])
      .filter(({ value }) => value !== 0)
      .map(({ labels, value }) => [Object.values(labels).join(' '), value]),
  );
}

const runOf = (number: number, more: Parameters<typeof capturedRun>[0] = {}) =>
  capturedRun({ run: `run-${number}`, ...more });

const inRepository = (repository: string) => ({
  git: { repository, branch: null, base: null, head: null, dirty: false },
});

describe('the metrics of a history', () => {
  it.each<[FamilyName, Record<string, number>]>([
    ['codex_exec_runs', { 'ci read-only': 1, 'local workspace-write': 2, 'local unknown': 1 }],
    ['codex_exec_failures', { schema_violation: 1, not_started: 1, test_failed: 1 }],
    ['codex_exec_tokens', { input: 360, cached: 60, output: 90, reasoning: 15 }],
    ['codex_exec_versions', { same: 4 }],
    ['codex_review_packs', { passed: 1, failed: 1, error: 1, stale: 1, missing: 1 }],
    ['codex_provenance_verifications', { same: 1, different: 1 }],
    ['codex_gate_judgements', { 'pack closed': 1, 'pack open': 2, 'pins closed': 1 }],
    ['codex_gate_repositories', { 'pack open': 2, 'pins closed': 1 }],
    ['codex_workflow_repositories', { warn: 1 }],
    ['codex_incidents', { '': 2 }],
    ['codex_incidents_open', { '': 1 }],
    ['codex_suite_verdict', { 'upgrade warn': 1 }],
    ['codex_suite_checks', { 'upgrade pass': 30, 'upgrade warn': 1, 'upgrade skip': 2, 'upgrade manual': 1 }],
    ['codex_suite_finished_timestamp_seconds', { upgrade: Date.UTC(2026, 10, 21, 12) / 1000 + 0.5 }],
    ['codex_phase_state', { 'pilot passed': 1, 'standardize current': 1 }],
    ['codex_items', { stale: 1, open: 7, satisfied: 12, not_applicable: 2 }],
    ['codex_artifact_copies', { 'same repository': 1, 'out_of_reach repository': 1, 'older history': 1 }],
    ['codex_machines', { on_pin: 2, stray: 1 }],
    ['codex_pin_info', { '0.139.0': 1 }],
    ['codex_pin_timestamp_seconds', { '': Date.UTC(2026, 10, 20, 12) / 1000 }],
    ['codex_history_entries', { '': 42 }],
  ])('count %s', (family, expected) => {
    expect(samples(observedHistory(), family)).toEqual(expected);
  });

  it('have the duration of each run that stated one', () => {
    const { families } = takeSnapshot(observedHistory(), { byRepository: false });
    expect(families.find(({ name }) => name === 'codex_exec_duration_seconds')?.samples).toEqual([
      { labels: { mode: 'ci' }, value: 1.25 },
      { labels: { mode: 'local' }, value: 90 },
      { labels: { mode: 'local' }, value: 1.25 },
    ]);
  });

  it('count a run once that was captured and imported too', () => {
    const history = observedHistory({ runs: [runOf(1), runOf(1, { origin: 'imported' })] });
    expect(samples(history, 'codex_exec_runs')).toEqual({ 'local workspace-write': 1 });
  });

  it('count each failed run under one reason', () => {
    const [verified] = observedHistory().packs.filter(
      ({ verification }) => verification[0]?.verdict === 'fail',
    );
    const { changes } = capturedRun();
    const packs = [{ run: 'run-1', changes, verification: verified?.verification ?? [] }];
    const failed = observedHistory({ runs: [runOf(1, { outcome: 'failed' })], packs: [...packs, ...packs] });
    expect(samples(failed, 'codex_exec_failures')).toEqual({ turn_failed: 1 });
    const well = observedHistory({ runs: [runOf(1)], packs: [...packs, ...packs] });
    expect(samples(well, 'codex_exec_failures')).toEqual({ test_failed: 1 });
  });

  it('show every reason with 0 before the first failure', () => {
    const { families } = takeSnapshot(observedHistory({ runs: [], packs: [] }), { byRepository: false });
    const reasons = families.find(({ name }) => name === 'codex_exec_failures')?.samples ?? [];
    expect(reasons.map(({ labels, value }) => [labels.reason, value])).toEqual(
      [...RUN_REASONS, 'test_failed'].map((reason) => [reason, 0]),
    );
  });

  it('tell repositories apart only when it is asked for, and no more than fifty', () => {
    const runs = Array.from({ length: 60 }, (_, at) => runOf(at, inRepository(`example.com/acme/${at}`)));
    const history = observedHistory({ runs: [...runs, runOf(99, { git: null })], packs: [] });
    expect(samples(history, 'codex_exec_runs')).toEqual({ 'local workspace-write': 61 });
    const counts = samples(history, 'codex_exec_runs', true);
    expect(Object.keys(counts)).toHaveLength(52);
    expect(counts).toMatchObject({
      'local example.com/acme/0 workspace-write': 1,
      'local other workspace-write': 10,
      'local none workspace-write': 1,
    });
  });

  it('take no words from outside but the first names of suites, gates and repositories, cleaned', () => {
    const hostile = '\u001b[31mpack"}\n# EOF';
    const judgements = Array.from({ length: 30 }, (_, at) => ({
      gate: at === 0 ? hostile : `gate-${at}`,
      verdict: 'open' as const,
      repository: 'shop',
    }));
    const runs = [
      runOf(1, { policy: { sandbox: hostile, approval: null, network: null, from: 'arguments' } }),
    ];
    const history = observedHistory({ judgements, runs });
    const gates = samples(history, 'codex_gate_judgements');
    expect(Object.keys(gates)).toHaveLength(21);
    expect(gates).toMatchObject({ 'pack"} # EOF open': 1, 'other open': 10 });
    expect(samples(history, 'codex_exec_runs')).toEqual({ 'local other': 1 });
  });

  it('never count less after more was recorded', () => {
    const run = fc.record({
      run: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      mode: fc.constantFrom('ci', 'local'),
      outcome: fc.constantFrom(...RUN_OUTCOMES),
      reason: fc.constantFrom(null, ...RUN_REASONS),
      duration_ms: fc.option(fc.nat(10_000_000)),
      git: fc.constantFrom(null, inRepository('shop').git, inRepository('web').git),
    });
    const pack = fc.record({
      run: fc.constantFrom('a', 'b', 'c'),
      verdict: fc.constantFrom('pass', 'fail', 'error'),
    });
    const history = (runs: readonly object[], packs: readonly { run: string; verdict: string }[]) =>
      observedHistory({
        runs: runs.map((one) => capturedRun(one)),
        packs: packs.map(({ run, verdict }) => ({
          run,
          changes: capturedRun().changes,
          verification: [
            { command: 'x', exit: 0, duration_ms: 0, verdict, digest: null, output: null } as never,
          ],
        })),
      });
    const counters = (of: ObservedHistory, byRepository: boolean) =>
      new Map(
        takeSnapshot(of, { byRepository }).families.flatMap(({ name, samples }) =>
          FAMILIES[name].type === 'counter'
            ? samples.map(({ labels, value }) => [`${name} ${JSON.stringify(labels)}`, value] as const)
            : [],
        ),
      );
    fc.assert(
      fc.property(
        fc.array(run, { maxLength: 12 }),
        fc.array(pack, { maxLength: 6 }),
        fc.nat(12),
        fc.nat(6),
        fc.boolean(),
        (runs, packs, someRuns, somePacks, byRepository) => {
          const after = counters(history(runs, packs), byRepository);
          for (const [key, value] of counters(
            history(runs.slice(0, someRuns), packs.slice(0, somePacks)),
            byRepository,
          ))
            expect(after.get(key), key).toBeGreaterThanOrEqual(value);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('the table of families', () => {
  it('ends the name of each with its unit, and has no counter that ends with total', () => {
    for (const [name, family] of Object.entries(FAMILIES)) {
      if ('unit' in family) expect(name.endsWith(`_${family.unit}`)).toBe(true);
      expect(name).toMatch(/^codex_[a-z_]+$/);
      expect(name).not.toMatch(/_(total|created|count|sum|bucket)$/);
    }
  });
});
