import { describe, expect, it } from 'vitest';
import type { CapturedRun } from '../../../../src/domain/runs/events.ts';
import { judgeRisk } from '../../../../src/domain/runs/gates/risk-matrix.ts';
import {
  findUncertain,
  type PackFacts,
  UNCERTAINTIES,
  type Uncertainty,
} from '../../../../src/domain/runs/pack/uncertain.ts';
import { capturedRun } from '../../../support/captured-runs.ts';
import { changesOf, passed, shippedMatrix } from '../../../support/review-packs.ts';

const matrix = shippedMatrix();
const good = changesOf({ 'docs/slug.md': '# Slug\n' });
const ofRun = { ...good, files: good.files.map((file) => ({ ...file, seen: 'both' as const })) };

/** A change of documentation by a run about which nothing is uncertain. */
function facts(more: Partial<PackFacts> = {}, run: Partial<CapturedRun> = {}): PackFacts {
  const changes = more.changes ?? good;
  const whole = capturedRun({ changes: ofRun, ...run });
  return {
    run: whole,
    evidence: 'whole',
    repository: whole.git?.repository ?? 'github.com/acme/payments',
    changes,
    risk: judgeRisk(
      matrix,
      changes.files.map(({ path }) => path),
      [whole.policy],
    ),
    verification: [passed(changes)],
    diff: { cut: false, redacted: false, hidden: false, binary: [] },
    ...more,
  };
}

const { git, tool, policy, usage, inputs } = capturedRun();
const command = { command: "/bin/bash -lc 'exit 3'", exit: 3, status: 'failed' };

const cases: readonly [Uncertainty['rule'], string, PackFacts][] = [
  ['no-verification', 'No verification was run', facts({ verification: [] })],
  [
    'verification-failed',
    '"npm test" failed: exit 1',
    facts({ verification: [passed(good, { verdict: 'fail', summary: 'exit 1' })] }),
  ],
  [
    'verification-failed',
    '"npm test" could not be carried out: no answer within 10.0 s',
    facts({ verification: [passed(good, { verdict: 'error', summary: 'no answer within 10.0 s' })] }),
  ],
  [
    'verification-stale',
    'Files changed after the verification',
    facts({ verification: [passed(good, { before: 'x', after: 'x' })] }),
  ],
  ['verification-wrote', 'changed files itself', facts({ verification: [passed(good, { before: 'x' })] })],
  [
    'not-digested',
    'too many files',
    facts({ changes: { ...good, digest: null }, verification: [passed({ ...good, digest: null })] }),
  ],
  [
    'unreadable-files',
    'The content of docs/slug.md is not known',
    facts(
      { changes: { ...good, files: good.files.map((file) => ({ ...file, sha256: null })) } },
      { changes: { ...ofRun, files: ofRun.files.map((file) => ({ ...file, sha256: null })) } },
    ),
  ],
  ['secrets', 'looks like a secret', facts({ diff: { ...facts().diff, redacted: true } })],
  ['hidden-characters', 'control characters', facts({ diff: { ...facts().diff, hidden: true } })],
  [
    'run-not-completed',
    'did not complete: failed (turn_failed): no answer',
    facts({}, { outcome: 'failed', reason: 'turn_failed', message: 'no answer' }),
  ],
  [
    'edited-after',
    'Changed again after the run: docs/slug.md',
    facts({ changes: changesOf({ 'docs/slug.md': '# Other\n' }) }),
  ],
  [
    'beyond-run',
    'Not changed by this run: docs/more.md',
    facts({ changes: changesOf({ 'docs/slug.md': '# Slug\n', 'docs/more.md': 'x' }) }),
  ],
  [
    'reverted',
    'no longer part of the change: docs/gone.md',
    facts({}, { changes: changesAfter({ 'docs/gone.md': 'x' }) }),
  ],
  [
    'not-named',
    'did not name docs/slug.md',
    facts(
      {},
      { changes: { ...ofRun, files: ofRun.files.map((file) => ({ ...file, seen: 'repository' as const })) } },
    ),
  ],
  ['dirty-before', 'changes in no commit before', facts({}, { git: git && { ...git, dirty: true } })],
  [
    'other-repository',
    'in another repository, github.com/acme/payments',
    facts({ repository: 'github.com/acme/web' }),
  ],
  ['no-repository', 'no git repository', facts({}, { git: null })],
  ['full-access', 'danger-full-access', facts({}, { policy: { ...policy, sandbox: 'danger-full-access' } })],
  ['network', 'reach the network', facts({}, { policy: { ...policy, network: true } })],
  ['policy-unknown', 'approval policy', facts({}, { policy: { ...policy, approval: null } })],
  ['policy-unknown', 'no session file confirms', facts({}, { policy: { ...policy, from: 'arguments' } })],
  ['imported', 'captured elsewhere', facts({}, { origin: 'imported' })],
  ['evidence', 'not those that were recorded', facts({ evidence: 'differs' })],
  ['evidence', 'not here', facts({ evidence: 'missing' })],
  ['stream-faults', '2 lines that are not JSON', facts({}, { faults: ['2 lines that are not JSON'] })],
  [
    'commands-failed',
    '1 command of the run did not succeed',
    facts({}, { commands: [command], commands_total: 1 }),
  ],
  [
    'commands-failed',
    '(declined)',
    facts({}, { commands: [{ ...command, exit: null, status: 'declined' }], commands_total: 1 }),
  ],
  ['commands-cut', 'Only 0 of the 300 commands', facts({}, { commands_total: 300 })],
  ['high-risk', 'dependency manifests', facts({ changes: changesOf({ 'package-lock.json': '{}' }) })],
  ['high-risk', 'CI workflows', facts({ changes: changesOf({ '.github/workflows/ci.yml': 'on: push' }) })],
  ['high-risk', 'instructions, policy', facts({ changes: changesOf({ 'a/AGENTS.md': '# A' }) })],
  ['high-risk', 'migrations', facts({ changes: changesOf({ 'db/migrations/1.sql': 'drop table a' }) })],
  ['binary-files', 'Binary files', facts({ diff: { ...facts().diff, binary: ['logo.png'] } })],
  ['diff-cut', 'diff in this pack is cut', facts({ diff: { ...facts().diff, cut: true } })],
  ['files-cut', 'Only 1 of the 4000 changed files', facts({ changes: { ...good, total: 4000 } })],
  ['pin', 'used Codex CLI 0.150.0; the pin is 0.139.0', facts({}, { tool: { ...tool, version: '0.150.0' } })],
  ['pin', 'version of the CLI that ran is not known', facts({}, { tool: { ...tool, version: null } })],
  ['usage-missing', 'no token usage', facts({}, { usage: { ...usage, input: null, output: null } })],
  [
    'prompt-missing',
    'The prompt of the run is not known',
    facts({}, { inputs: { ...inputs, prompt: null } }),
  ],
];

function changesAfter(more: Record<string, string>) {
  const all = changesOf({ 'docs/slug.md': '# Slug\n', ...more });
  return { ...all, files: all.files.map((file) => ({ ...file, seen: 'both' as const })) };
}

describe('what remains uncertain about a change', () => {
  it('is nothing where everything is known and verified', () => {
    expect(findUncertain(facts())).toEqual([]);
  });

  it.each(cases)('%s: %s', (rule, words, given) => {
    const said = findUncertain(given).filter((one) => one.rule === rule);
    expect(said.map(({ text }) => text).join('\n')).toContain(words);
  });

  it('has a case for every rule', () => {
    expect(new Set(cases.map(([rule]) => rule))).toEqual(new Set(UNCERTAINTIES));
  });

  it('names a few of many files, and how many more there are', () => {
    const many = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`docs/${index}.md`, `${index}`]),
    );
    const [beyond] = findUncertain(facts({ changes: changesOf({ 'docs/slug.md': '# Slug\n', ...many }) }));
    expect(beyond?.text).toBe(
      'Not changed by this run: docs/0.md, docs/1.md, docs/2.md, docs/3.md, docs/4.md and 4 more files.',
    );
  });
});
