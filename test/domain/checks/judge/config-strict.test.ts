import { describe, expect, it } from 'vitest';
import { judgeStrictConfig } from '../../../../src/domain/checks/judge/config-strict.ts';
import { outcome, timeout } from '../../../support/outcome.ts';

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
});
