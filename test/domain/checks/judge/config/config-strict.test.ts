import { describe, expect, it } from 'vitest';
import { judgeStrictConfig } from '../../../../../src/domain/checks/judge/config.ts';
import { outcome, segfault, timeout } from '../../../../support/outcome.ts';

const file = '/home/ada/.codex/config.toml';

describe('the strict configuration', () => {
  it('passes when the server accepts it', () => {
    expect(
      judgeStrictConfig(outcome({ stderr: 'ERROR codex_app_server: could not find bubblewrap' }), file)
        .verdict,
    ).toBe('pass');
  });

  it('names the place in the file of the person, not in the copy', () => {
    const stderr =
      'Error: /scratch/home/config.toml:5:1: unknown configuration field `unknown_key`\nStack backtrace:\n 0: x';
    expect(judgeStrictConfig(outcome({ code: 1, stderr }), file)).toMatchObject({
      verdict: 'fail',
      actual: `${file}:5:1: unknown configuration field \`unknown_key\``,
    });
  });

  it('fails on a refusal without a place', () => {
    const stderr = 'Error: approval_policy = "untrusted" is no longer supported; remove this setting';
    expect(judgeStrictConfig(outcome({ code: 1, stderr }), file)).toMatchObject({
      verdict: 'fail',
      actual: stderr,
    });
  });

  it('fails when the server goes on with defaults, although it exits 0', () => {
    const stderr = 'WARN Invalid configuration; using defaults. config.toml:1:11';
    expect(judgeStrictConfig(outcome({ stderr }), file).verdict).toBe('fail');
  });

  it('skips when the CLI has no strict mode', () => {
    const stderr = "error: unexpected argument '--strict-config' found";
    expect(judgeStrictConfig(outcome({ code: 2, stderr }), file).verdict).toBe('skip');
  });

  it('is an error when there is no answer', () => {
    expect(judgeStrictConfig(timeout, file).verdict).toBe('error');
  });

  // docs/codex-facts.md, "Strict mode".
  it.each([
    [
      '$LAB/h/config.toml:1:17: unknown variant `sometimes`, expected one of `untrusted`, `never`',
      ':1:17: unknown variant `sometimes`, expected one of `untrusted`, `never`',
    ],
    [
      'Error: $LAB/h/config.toml:5:1: unknown configuration field `features.bogus`',
      ':5:1: unknown configuration field `features.bogus`',
    ],
    [
      'WARN noise first\nError: $LAB/h/config.toml:1:11: unclosed array, expected `]`',
      ':1:11: unclosed array, expected `]`',
    ],
  ])('gives line and column of %j', (stderr, place) => {
    expect(judgeStrictConfig(outcome({ code: 1, stderr }), file).actual).toBe(`${file}${place}`);
  });

  it.each([
    ['Error: Model provider `nosuch` not found', 'Error: Model provider `nosuch` not found'],
    ['noise\nError: no\n\nCaused by:\n    why\n\nStack backtrace:\n   0: x', 'Error: no'],
    ['', '(nothing on stderr)'],
    ['\u001b[31mERROR\u001b[0m  something', 'ERROR something'],
    [`Error: ${'x'.repeat(5000)}`, `Error: ${'x'.repeat(393)}`],
  ])('quotes a refusal without a place: %j', (stderr, actual) => {
    expect(judgeStrictConfig(outcome({ code: 1, stderr }), file)).toMatchObject({
      verdict: 'fail',
      summary: `${file} is not accepted`,
      actual,
    });
  });

  it('fails on a swallowed configuration before anything else is asked', () => {
    const stderr = 'WARN Invalid configuration; using defaults. 1:11';
    for (const code of [0, 1, 2])
      expect(judgeStrictConfig(outcome({ code, stderr }), file)).toMatchObject({
        verdict: 'fail',
        summary: `${file} is invalid, defaults would be used`,
        actual: stderr,
      });
  });

  it('does not take another usage error for an old CLI', () => {
    const stderr = "error: unexpected argument '--disable' found";
    expect(judgeStrictConfig(outcome({ code: 2, stderr }), file).verdict).toBe('fail');
  });

  it('is an error after a crash, which says nothing of the file', () => {
    expect(judgeStrictConfig(segfault, file)).toEqual({
      verdict: 'error',
      summary: 'app-server --strict-config: killed by SIGSEGV',
    });
  });
});
