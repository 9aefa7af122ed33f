import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/domain/base/shape/finding.ts';
import { judgeProfileLint, judgeSandboxStart } from '../../../../src/domain/checks/judge/sandbox.ts';
import { missing, outcome, segfault, timeout } from '../../../support/outcome.ts';

describe('the start of the sandbox', () => {
  const nonce = '8d0c8f0e-nonce';
  const judge = (given: Parameters<typeof outcome>[0], profile = ':read-only') =>
    judgeSandboxStart(outcome(given), profile, nonce);

  // docs/codex-facts.md, "Sandbox errors", as 0.139.0 printed them.
  const noNamespaces =
    'bwrap: Creating new namespace failed: nesting depth or /proc/sys/user/max_*_namespaces exceeded (ENOSPC)';
  const noBinary = 'bwrap: execvp /lab/node_modules/.bin/codex: No such file or directory';

  it('passes on the nonce, whatever a login shell or bubblewrap had to say', () => {
    const judged = judge({
      stdout: `pyenv: cannot rehash\n${nonce}\n`,
      stderr: 'WARNING: bundled bubblewrap',
    });
    expect(judged).toEqual({ verdict: 'pass', summary: 'a command ran under :read-only' });
  });

  it.each([
    ['the nonce is absent, although the exit code is 0', { stdout: 'hello\n' }],
    ['the nonce stands only on stderr', { stderr: nonce }],
    ['the nonce is a part of what was echoed', { stdout: `echo ${nonce}\n` }],
  ])('fails when %s', (_, given) => {
    expect(judge(given)).toMatchObject({
      verdict: 'fail',
      expected: 'codex sandbox -P :read-only runs a command',
    });
  });

  it('fails when the nonce was printed by a command that then failed', () => {
    expect(judge({ code: 7, stdout: `${nonce}\n` }).verdict).toBe('fail');
  });

  it.each([noNamespaces, noBinary])('sends a person to the user namespaces for %j', (stderr) => {
    expect(judge({ code: 1, stderr: `${stderr}\nStack backtrace:\n   0: x` })).toEqual({
      verdict: 'fail',
      summary: 'the sandbox cannot start on this machine',
      expected: 'codex sandbox -P :read-only runs a command',
      actual: `exit 1: ${stderr}`,
      remedy: 'Allow user namespaces for this user, or run Codex where they are allowed.',
    });
  });

  it.each([
    ['an undefined profile', 1, 'Error: default_permissions refers to undefined profile `nope`'],
    ['no [permissions] table', 1, 'Error: default_permissions requires a `[permissions]` table'],
    ['a cycle of profiles', 1, 'Error: permissions profile inheritance cycle detected: a -> b -> a'],
    ['a launcher that panicked', 101, "thread 'main' panicked at linux-sandbox/src/linux_run_main.rs"],
  ])('blames the profile, not the machine, for %s', (_, code, stderr) => {
    const judged = judge({ code, stderr }, 'dev');
    expect(judged).toMatchObject({
      verdict: 'fail',
      summary: 'the sandbox did not start under dev',
      actual: `exit ${code}: ${stderr}`,
    });
    expect(judged.remedy).toBeUndefined();
  });

  it('says so when nothing was said', () => {
    expect(judge({ code: 1 }).actual).toBe('exit 1: (nothing on stderr)');
  });

  it.each(['0.120.0 with its sub-subcommands', '0.130.0'])('skips on %s, which has no -P', () => {
    const stderr = "error: unexpected argument '-P' found\n\nUsage: codex sandbox [OPTIONS] <COMMAND>\n";
    expect(judge({ code: 2, stderr })).toEqual({
      verdict: 'skip',
      summary: 'this CLI version has no sandbox -P',
    });
  });

  it('does not take another usage error for an old CLI', () => {
    expect(judge({ code: 2, stderr: "error: unexpected argument '--frob' found" }).verdict).toBe('fail');
  });

  it.each([
    ['a crash', segfault, 'codex sandbox: killed by SIGSEGV'],
    ['a hang', timeout, 'codex sandbox: no answer within 10.0 s'],
    ['a missing CLI', missing, 'codex sandbox: could not be started (ENOENT)'],
  ])('is an error, never a denial, after %s', (_, ended, summary) => {
    expect(judgeSandboxStart(ended, ':read-only', nonce)).toEqual({ verdict: 'error', summary });
  });
});

describe('the findings in profiles', () => {
  const finding = (line: number, effect: Finding['effect']): Finding => ({
    effect,
    place: { file: 'config.toml', line, column: 1 },
    field: `permissions.p${line}`,
    message: `says ${line}`,
    remedy: 'Write it otherwise.',
  });

  it('names every finding that it counts, the worst first', () => {
    expect(judgeProfileLint([finding(1, 'changed'), finding(2, 'ignored'), finding(3, 'ignored')])).toEqual({
      verdict: 'fail',
      summary: '3 findings in the permission profiles',
      expected: 'every key and path is known to this version',
      actual:
        'config.toml:2:1: permissions.p2: says 2; config.toml:3:1: permissions.p3: says 3; config.toml:1:1: permissions.p1: says 1',
      remedy: 'Write it otherwise.',
    });
  });

  it('passes profiles without one', () => {
    expect(judgeProfileLint([]).verdict).toBe('pass');
  });
});
