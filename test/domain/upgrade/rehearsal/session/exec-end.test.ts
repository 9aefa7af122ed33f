import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../../src/domain/base/outcome.ts';
import {
  readExecEnd,
  reasonOf,
  settingsNamedIn,
} from '../../../../../src/domain/upgrade/rehearsal/session/exec-end.ts';

const ended = (more: Partial<Outcome>): Outcome => ({
  argv: ['codex'],
  end: { type: 'exit', code: 1 },
  stdout: '',
  stderr: '',
  durationMs: 1,
  ...more,
});
const started = '{"type":"thread.started","thread_id":"x"}\n{"type":"turn.started"}\n';

describe('the end of codex exec', () => {
  it.each([
    [
      'a turn',
      { end: { type: 'exit', code: 0 } as const, stdout: `${started}{"type":"turn.completed"}\n` },
      { type: 'turn' },
    ],
    [
      'a refused session',
      {
        stderr:
          'Reading additional input from stdin...\nError: approval_policy = "untrusted" is no longer supported\n',
      },
      { type: 'refused', reason: 'Error: approval_policy = "untrusted" is no longer supported' },
    ],
    [
      'a failed turn',
      {
        stdout: `${started}{"type":"error","message":"no\\nmodel"}\n{"type":"turn.failed","error":{"message":"no\\nmodel"}}\n`,
      },
      { type: 'failed turn', reason: 'no model' },
    ],
    [
      'a crash',
      { end: { type: 'signal', signal: 'SIGSEGV' } as const },
      { type: 'broken', message: 'killed by SIGSEGV' },
    ],
    ['silence', {}, { type: 'broken', message: 'exit 1' }],
    [
      'a session without a turn',
      { stdout: started, stderr: 'Error: x' },
      { type: 'broken', message: 'exit 1 Error: x' },
    ],
  ])('is told as %s', (_, outcome, expected) => {
    expect(readExecEnd(ended(outcome))).toEqual(expected);
  });

  it('has a reason without times and ports, which differ in every run', () => {
    expect(reasonOf('2026-11-22T01:37:45.216849Z ERROR no answer from http://127.0.0.1:41337/v1')).toBe(
      'ERROR no answer from http://127.0.0.1/v1',
    );
  });

  it('names the setting that it is about', () => {
    expect(settingsNamedIn('Error: approval_policy = "untrusted" is no longer supported; remove it')).toEqual(
      [{ kind: 'setting', name: 'approval_policy=untrusted' }],
    );
    expect(settingsNamedIn('no such thing')).toEqual([]);
  });
});
