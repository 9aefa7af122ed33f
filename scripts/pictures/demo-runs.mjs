// Captured runs to show, and the review pack of one of them.

import { createHash } from 'node:crypto';
import { digestChanges } from '../../src/domain/runs/changes.ts';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** Newest last: what was asked, how it went, and what it left. `ago` is in minutes. */
const runs = [
  {
    ago: 2900,
    asked: 'Add slug() to the catalog',
    files: ['src/catalog/slug.ts', 'test/slug.test.ts'],
    took: 94_000,
  },
  {
    ago: 1500,
    asked: 'Fix the rounding of totals',
    files: ['src/totals.ts'],
    took: 41_000,
    version: '0.150.0',
  },
  { ago: 190, asked: 'Remove the unused flags', outcome: 'failed', files: [], took: 12_400 },
  {
    ago: 55,
    asked: 'Fix the rounding of totals',
    files: ['src/totals.ts', 'test/totals.test.ts'],
    took: 63_500,
  },
];

/** The entries of the captured runs, and of the pack of the newest one. */
export function capturedRuns(person, at) {
  const draft = (subject, event) => ({ actor: person, subject, event });
  const bodies = runs.map((run, place) => bodyOf(run, place, at));
  const newest = bodies.at(-1);
  return [
    ...bodies.map((body) => draft(`run/${body.run}`, { kind: 'exec.captured', body })),
    draft(`run/${newest.run}`, { kind: 'pack.created', body: packOf(newest) }),
  ];
}

function bodyOf({ ago, asked, files, took, outcome = 'completed', version = '0.139.0' }, place, at) {
  const isGood = outcome === 'completed';
  const changed = files.map((path) => ({
    ...{ path, kind: path.startsWith('test/') ? 'add' : 'update', sha256: sha256(path), seen: 'both' },
  }));
  const base = sha256(`commit ${place}`).slice(0, 40);
  const count = (number) => (isGood ? number : null);
  return {
    ...{ v: 1, run: `01a1fad2-0000-7000-8000-00000000000${place + 1}`, origin: 'captured', mode: 'local' },
    ...{ started_at: new Date(at - ago * 60_000).toISOString(), duration_ms: took, outcome },
    ...{ end: { code: isGood ? 0 : 1, signal: null }, reason: isGood ? null : 'turn_failed' },
    ...{ message: isGood ? '' : 'stream disconnected before completion', thread: null },
    tool: {
      ...{
        version,
        pin: '0.139.0',
        sha256: sha256(version),
        model: 'gpt-5.5',
        effort: 'medium',
        profile: null,
      },
    },
    arguments: ['exec', '--json', '<prompt>'],
    git: { repository: 'github.com/acme/payments', branch: 'main', base, head: base, dirty: false },
    ci: null,
    inputs: {
      prompt: { from: 'argument', sha256: sha256(asked), bytes: asked.length, summary: asked },
      instructions: [{ path: 'AGENTS.md', sha256: sha256('AGENTS.md') }],
      ...{ rules: [], config: [], output_schema: null },
    },
    policy: { sandbox: 'workspace-write', approval: 'never', network: false, from: 'session' },
    usage: {
      ...{ input: count(18_400 + place * 911), cached: count(12_288), cache_write: null },
      ...{ output: count(1_630 + place * 77), reasoning: count(512) },
    },
    turns: 1,
    items: isGood
      ? {
          agent_message: { completed: 2 },
          command_execution: { completed: 1 },
          file_change: { completed: 1 },
        }
      : {},
    commands: isGood ? [{ command: 'npm test', exit: 0, status: 'completed' }] : [],
    commands_total: isGood ? 1 : 0,
    changes: { base, files: changed, total: changed.length, digest: digestChanges(changed) },
    ...{ faults: [], files: [], texts: [] },
  };
}

function packOf({ run, git, changes }) {
  const text = '# Review pack\n';
  return {
    ...{ v: 1, pack: '01a1fad3-0000-7000-8000-000000000001', run, sha256: sha256(run), risk: 'code' },
    ...{ base: git.base, head: git.head, changes },
    verification: [
      {
        ...{ command: 'npm test', exit: 0, duration_ms: 8200, verdict: 'pass', output: null },
        digest: changes.digest,
      },
    ],
    uncertain: [],
    text: { label: 'review pack', sha256: sha256(text), size: text.length },
  };
}
