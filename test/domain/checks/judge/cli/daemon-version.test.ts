import { describe, expect, it } from 'vitest';
import { judgeDaemon } from '../../../../../src/domain/checks/judge/cli.ts';
import { missing, outcome, segfault, timeout } from '../../../../support/outcome.ts';

// docs/codex-facts.md, "After a rollback".
const running = (cliVersion: string, appServerVersion: string, more = {}) =>
  outcome({
    stdout: `${JSON.stringify({ status: 'running', backend: 'pid', managedCodexVersion: '0.169.0', cliVersion, appServerVersion, ...more })}\n`,
  });

describe('the daemon', () => {
  it('passes when it is of the version of the CLI', () => {
    expect(judgeDaemon(running('0.169.0', '0.169.0'))).toEqual({
      verdict: 'pass',
      summary: 'the daemon is running and of version 0.169.0',
    });
  });

  it('fails after a rollback that left a newer one running, with how to stop it', () => {
    expect(judgeDaemon(running('0.139.0', '0.169.0'))).toEqual({
      verdict: 'fail',
      summary: 'a daemon of 0.169.0 serves the CLI 0.139.0',
      expected: 'CLI and daemon of one version',
      actual: 'CLI 0.139.0, daemon 0.169.0',
      remedy: expect.stringContaining('codex app-server daemon stop'),
    });
  });

  it.each([
    [
      'none is running, the normal state',
      outcome({
        code: 1,
        stderr: 'Error: failed to connect to $LAB/home/app-server-control/app-server-control.sock\n',
      }),
      'no app-server daemon is running',
    ],
    [
      'the CLI has none, as 0.120.0',
      outcome({ code: 2, stderr: "error: unrecognized subcommand 'daemon'\n" }),
      'this CLI version has no app-server daemon',
    ],
  ])('is skipped when %s', (_, answer, summary) => {
    expect(judgeDaemon(answer)).toEqual({ verdict: 'skip', summary });
  });

  it.each([
    [
      'another error',
      outcome({ code: 1, stderr: 'Error: permission denied\n' }),
      'exit 1: Error: permission denied',
    ],
    [
      'no version of the server',
      outcome({ stdout: '{"status":"running","cliVersion":"0.139.0"}' }),
      'exit 0: {"status":"running","cliVersion":"0.139.0"}',
    ],
    ['words', outcome({ stdout: 'running\n' }), 'exit 0: running'],
    ['nothing', outcome(), 'exit 0: '],
    ['a crash', segfault, 'killed by SIGSEGV: '],
    ['no end', timeout, 'no answer within 10.0 s: '],
    ['no CLI', missing, 'could not be started (ENOENT): '],
  ])('fails, since nobody knows its version, on %s', (_, answer, actual) => {
    expect(judgeDaemon(answer)).toMatchObject({
      verdict: 'fail',
      summary: 'the daemon does not tell its version',
      actual,
    });
  });
});
