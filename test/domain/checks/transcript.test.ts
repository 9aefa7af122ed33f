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
      durationMs: 343.4,
    });
    expect(transcribe(ran).label).toBe('codex doctor --json');
    expect(transcribe(ran).text).toMatchInlineSnapshot(`
      "exit 1 after 343 ms
      --- stdout
      {}
      --- stderr
      Error: no
      "
    `);
  });

  it('leaves out a stream that said nothing', () => {
    expect(transcribe(outcome({ stderr: 'WARNING: odd\n' })).text).toBe(
      'exit 0 after 70 ms\n--- stderr\nWARNING: odd\n',
    );
    expect(transcribe(segfault).text).toBe('killed by SIGSEGV after 70 ms\n');
  });

  it('keeps the beginning of the lines, as tables need it', () => {
    expect(transcribe(outcome({ stdout: '  indented\n' })).text).toContain('\n  indented\n');
  });
});
