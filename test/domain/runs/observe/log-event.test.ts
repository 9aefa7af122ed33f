import { describe, expect, it } from 'vitest';
import { RUN_OUTCOMES } from '../../../../src/domain/runs/events.ts';
import { failureOf, logEvent } from '../../../../src/domain/runs/observe/log-event.ts';
import { capturedRun, sha256 } from '../../../support/captured-runs.ts';

describe('the log event of a captured run', () => {
  it('says what ran under which policy, how it ended and what it used', () => {
    expect(logEvent(capturedRun({ mode: 'ci' }))).toEqual({
      ts: '2026-11-22T08:00:01.250Z',
      level: 'INFO',
      event: 'codex.exec.completed',
      component: 'ci',
      sandbox: 'workspace-write',
      approval_policy: 'never',
      prompt: `sha256:${sha256('Add slug()')}`,
      codex_cli_version: '0.139.0',
      model: 'gpt-5.5',
      result: 'success',
      usage: { input_tokens: 120, cached_input_tokens: 20, output_tokens: 30 },
      run_id: '01a1fad2-0000-7000-8000-000000000001',
      duration_ms: 1250,
    });
  });

  it('has nothing of the prompt, of the commands or of what the CLI said', () => {
    const run = capturedRun({
      outcome: 'failed',
      message: 'SECRET in a message',
      commands: [{ command: 'echo SECRET', exit: 0, status: 'completed' }],
      arguments: ['exec', 'SECRET'],
      inputs: {
        ...capturedRun().inputs,
        prompt: { from: 'stdin', sha256: 'ab', bytes: 6, summary: 'SECRET' },
      },
    });
    expect(JSON.stringify(logEvent(run))).not.toContain('SECRET');
  });

  it('gives a failure its reason and the level ERROR', () => {
    expect(logEvent(capturedRun({ outcome: 'failed', reason: 'schema_violation' }))).toMatchObject({
      level: 'ERROR',
      result: 'failure',
      reason: 'schema_violation',
    });
  });

  it('is of the time at which the run got its id, where the stream has none', () => {
    const run = '019aaa27-cc00-7000-8000-000000000001';
    const ts = new Date(0x019aaa27cc00).toISOString();
    expect(logEvent(capturedRun({ run, started_at: null, duration_ms: null })).ts).toBe(ts);
    expect(logEvent(capturedRun({ duration_ms: null })).ts).toBe('2026-11-22T08:00:00.000Z');
    expect(logEvent(capturedRun({ duration_ms: Number.MAX_SAFE_INTEGER })).ts).toBe(
      '2026-11-22T08:00:00.000Z',
    );
  });

  it('leaves out what nobody stated', () => {
    const nothing = { input: null, cached: null, cache_write: null, output: null, reasoning: null };
    const inputs = { ...capturedRun().inputs, prompt: null };
    expect(logEvent(capturedRun({ usage: nothing, inputs }))).toMatchObject({
      prompt: null,
      usage: { input_tokens: null, cached_input_tokens: null, output_tokens: null },
    });
  });
});

describe('the reason of a failure', () => {
  it('is by how the run ended where nothing else is known', () => {
    expect(RUN_OUTCOMES.map((outcome) => [outcome, failureOf({ outcome, reason: null })])).toEqual([
      ['completed', undefined],
      ['failed', 'turn_failed'],
      ['interrupted', 'interrupted'],
      ['incomplete', 'no_terminal_event'],
      ['not-started', 'not_started'],
    ]);
  });

  it('is what was found, also where the turn itself was completed', () => {
    expect(failureOf({ outcome: 'completed', reason: 'policy_blocked' })).toBe('policy_blocked');
  });
});
