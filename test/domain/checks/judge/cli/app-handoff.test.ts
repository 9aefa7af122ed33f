import { describe, expect, it } from 'vitest';
import { judgeAppCapability, judgeHandoff } from '../../../../../src/domain/checks/judge/cli.ts';
import { missing, outcome, segfault, timeout } from '../../../../support/outcome.ts';

const help = outcome({ stdout: 'Launch the Codex desktop app (opens the app installer if missing)\n' });
const unknown = outcome({ code: 2, stderr: "error: unrecognized subcommand 'app'\n" });

describe('the handoff to the desktop app', () => {
  it.each(['darwin', 'win32'])('on %s asks a person, and says what to do and what to compare', (platform) => {
    const judged = judgeHandoff(platform, help);
    expect(judged.verdict).toBe('manual');
    expect(judged.remedy).toMatch(/run codex, do one turn, type \/app, and compare title and last message/);
  });

  it.each(['linux', 'freebsd', ''])(
    'on %j is skipped with the reason, whatever the help says',
    (platform) => {
      for (const said of [undefined, help, unknown])
        expect(judgeHandoff(platform, said)).toEqual({
          verdict: 'skip',
          summary: 'Codex Desktop exists for macOS and Windows only; judge the handoff there',
        });
    },
  );

  it('fails where the command is missing, before a person is asked', () => {
    expect(judgeHandoff('darwin', unknown)).toEqual({
      verdict: 'fail',
      summary: 'this CLI has no app command',
      expected: 'codex help app exits 0',
      actual: 'exit 2',
    });
  });

  it.each([
    ['the help was not asked for', undefined, 'codex help app was not run'],
    ['the help crashed', segfault, 'codex help app: killed by SIGSEGV'],
    ['the help did not end', timeout, 'codex help app: no answer within 10.0 s'],
    ['there is no CLI', missing, 'codex help app: could not be started (ENOENT)'],
  ])('is an error when %s', (_, said, summary) => {
    expect(judgeHandoff('win32', said)).toEqual({ verdict: 'error', summary });
  });
});

describe('the app command', () => {
  it.each([
    ['passes on macOS', 'darwin', help, 'pass'],
    ['passes on Windows', 'win32', help, 'pass'],
    ['passes on Linux, should it ever come there', 'linux', help, 'pass'],
    ['is skipped on Linux, where four versions had none', 'linux', unknown, 'skip'],
    ['fails on macOS when it is gone', 'darwin', unknown, 'fail'],
    ['fails on Windows when the help does not answer', 'win32', timeout, 'fail'],
  ])('%s', (_, platform, said, verdict) => {
    expect(judgeAppCapability(platform, said).verdict).toBe(verdict);
  });

  it('tells what came in place of the help', () => {
    expect(judgeAppCapability('darwin', segfault)).toMatchObject({
      expected: 'codex help app exits 0',
      actual: 'killed by SIGSEGV',
    });
  });
});
