import { describe, expect, it } from 'vitest';
import { transcribe } from '../../../src/domain/checks/transcript.ts';
import { outcome, segfault } from '../../support/outcome.ts';

describe('a process as evidence', () => {
  it('shows the command, its end and both streams', () => {
    const ran = outcome({
      argv: ['codex', 'doctor', '--json'],
      code: 1,
      stdout: '{}\n\n',
      stderr: 'Error: no',
    });
    expect(transcribe(ran).label).toBe('codex doctor --json');
    expect(transcribe(ran).text).toMatchInlineSnapshot(`
      "exit 1
      --- stdout
      {}
      --- stderr
      Error: no
      "
    `);
  });

  it('is the same text however long it took', () => {
    expect(transcribe(outcome({ durationMs: 1 }))).toEqual(transcribe(outcome({ durationMs: 2 })));
  });

  it('leaves out a stream that said nothing', () => {
    expect(transcribe(outcome({ stderr: 'WARNING: odd\n' })).text).toBe('exit 0\n--- stderr\nWARNING: odd\n');
    expect(transcribe(segfault).text).toBe('killed by SIGSEGV\n');
  });

  it('keeps the beginning of the lines, as tables need it', () => {
    expect(transcribe(outcome({ stdout: '  indented\n' })).text).toContain('\n  indented\n');
  });
});
