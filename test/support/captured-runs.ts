import { createHash } from 'node:crypto';
import { digestChanges } from '../../src/domain/runs/changes.ts';
import type { CapturedRun } from '../../src/domain/runs/events.ts';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const file = (name: string, text: string) => {
  const digests = { sha256: sha256(text), bytes: Buffer.byteLength(text) };
  return { name, stored: digests, raw: digests };
};

const changed = [
  { path: 'src/slug.ts', kind: 'add' as const, sha256: sha256('export {};\n'), seen: 'both' as const },
];

/** A run that added a file and went well; `more` changes members of its record. */
export function capturedRun(more: Partial<CapturedRun> = {}): CapturedRun {
  return {
    v: 1,
    run: '01a1fad2-0000-7000-8000-000000000001',
    origin: 'captured',
    mode: 'local',
    started_at: '2026-11-22T08:00:00.000Z',
    duration_ms: 1250,
    end: { code: 0, signal: null },
    outcome: 'completed',
    reason: null,
    message: '',
    thread: '01a1fac9-3f3e-7e31-b44f-f9b5d3f01b2b',
    tool: {
      version: '0.139.0',
      pin: '0.139.0',
      sha256: sha256('codex'),
      model: 'gpt-5.5',
      effort: 'medium',
      profile: null,
    },
    arguments: ['exec', '--json', '<prompt>'],
    git: {
      repository: 'github.com/acme/payments',
      branch: 'main',
      base: '1'.repeat(40),
      head: '1'.repeat(40),
      dirty: false,
    },
    ci: null,
    inputs: {
      prompt: { from: 'argument', sha256: sha256('Add slug()'), bytes: 10, summary: 'Add slug()' },
      instructions: [{ path: 'AGENTS.md', sha256: sha256('# Agents\n') }],
      rules: [],
      config: [],
      output_schema: null,
    },
    policy: { sandbox: 'workspace-write', approval: 'never', network: false, from: 'session' },
    usage: { input: 120, cached: 20, cache_write: null, output: 30, reasoning: 5 },
    turns: 1,
    items: { agent_message: { completed: 1 }, file_change: { completed: 1 } },
    commands: [],
    commands_total: 0,
    changes: { base: '1'.repeat(40), files: changed, total: 1, digest: digestChanges(changed) },
    faults: [],
    files: [file('events.jsonl', '{"type":"turn.started"}\n'), file('stderr.txt', '')],
    texts: [],
    ...more,
  };
}
