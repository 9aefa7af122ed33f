import { describe, expect, it } from 'vitest';
import {
  type CommandsTrial,
  type FeatureTrial,
  hasDoctor,
  judgeAppCapability,
  judgeCommands,
  judgeDaemon,
  judgeDifferences,
  judgeDoctor,
  judgeFeatures,
  judgeHandoff,
} from '../../../../src/domain/checks/judge/cli.ts';
import { parseFeatures } from '../../../../src/domain/upgrade/baseline/parse-answers.ts';
import { fixture } from '../../../support/fixture.ts';
import { missing, outcome, segfault, timeout } from '../../../support/outcome.ts';

describe('the commands of a CLI', () => {
  const trial: CommandsTrial = {
    listed: ['exec', 'mcp'],
    recorded: ['exec', 'mcp', 'mcp-server'],
    gone: ['mcp-server'],
    used: [],
    pin: '0.139.0',
  };

  it('warn of one that is gone, as mcp-server went in 0.160.0', () => {
    expect(judgeCommands(trial)).toEqual({
      verdict: 'warn',
      summary: 'commands of 0.139.0 are gone: codex mcp-server',
      expected: 'the commands of 0.139.0',
      actual: 'without codex mcp-server',
    });
  });

  it('fail when the team uses it', () => {
    expect(judgeCommands({ ...trial, used: ['mcp-server'] })).toMatchObject({
      verdict: 'fail',
      summary: 'commands in use are gone: codex mcp-server',
    });
  });

  it.each([
    ['pass when everything is there, listed or not', { gone: [] }, 'pass'],
    ['are not compared with nothing', { recorded: undefined, gone: [] }, 'skip'],
    ['are unknown of a CLI without a help page', { listed: [] }, 'error'],
  ])('%s', (_, given, verdict) => {
    expect(judgeCommands({ ...trial, ...given }).verdict).toBe(verdict);
  });
});

describe('doctor', () => {
  const help = outcome({ stdout: 'Diagnose local Codex installation' });

  function report(
    checks: Record<string, { status: string; summary?: string; remediation?: string }>,
    code = 1,
  ) {
    return outcome({ code, stdout: JSON.stringify({ schemaVersion: 1, overallStatus: 'fail', checks }) });
  }

  it.each(['0.139.0', '0.169.0'])(
    'passes on the real offline report of %s, whose exit code is 1',
    (version) => {
      const judged = judgeDoctor(help, outcome({ code: 1, stdout: fixture(`doctor-${version}.json`) }));
      expect(judged.verdict).toBe('pass');
      expect(judged.summary).toContain('not judged offline: auth.credentials, network.provider_reachability');
    },
  );

  it('skips when the CLI has no doctor', () => {
    const unknown = outcome({ code: 2, stderr: "error: unrecognized subcommand 'doctor'" });
    expect(judgeDoctor(unknown, undefined)).toMatchObject({ verdict: 'skip' });
  });

  it('fails when a local check fails, with the advice of the CLI', () => {
    const failing = { status: 'fail', summary: 'config could not be loaded', remediation: 'Fix config.toml' };
    expect(
      judgeDoctor(help, report({ 'config.load': failing, 'state.paths': { status: 'ok' } })),
    ).toMatchObject({
      verdict: 'fail',
      actual: 'config.load fail: config could not be loaded',
      remedy: 'Fix config.toml',
    });
  });

  it('warns when a local check is doubtful', () => {
    expect(
      judgeDoctor(help, report({ 'mcp.config': { status: 'warning', summary: 'odd' } }, 0)).verdict,
    ).toBe('warn');
  });

  it('judges a check that it has never heard of', () => {
    const checks = { 'brand.new': { status: 'fail', summary: 'broken' }, 'state.paths': { status: 'ok' } };
    expect(judgeDoctor(help, report(checks))).toMatchObject({
      verdict: 'fail',
      summary: 'doctor: brand.new fail',
    });
  });

  it('does not fail on what needs a network, a login or a global install', () => {
    const checks = {
      'auth.credentials': { status: 'fail' },
      'network.provider_reachability': { status: 'fail' },
      'updates.status': { status: 'warning' },
      installation: { status: 'fail' },
      'state.paths': { status: 'ok' },
    };
    expect(judgeDoctor(help, report(checks)).verdict).toBe('pass');
  });

  it('is an error, not a pass, when nothing could be judged', () => {
    expect(judgeDoctor(help, report({ 'auth.credentials': { status: 'ok' } })).verdict).toBe('error');
  });

  it.each([
    ['text', 'all good!'],
    ['nothing', ''],
    ['another shape', '{"checks":[]}'],
  ])('fails on %s in place of the report', (_, stdout) => {
    expect(judgeDoctor(help, outcome({ stdout })).verdict).toBe('fail');
  });

  it('is an error when it does not end', () => {
    expect(judgeDoctor(help, timeout).verdict).toBe('error');
  });

  it('tells a missing doctor from one that fails', () => {
    expect(hasDoctor(help)).toBe(true);
    // On 0.120.0 "doctor" is a prompt.
    expect(hasDoctor(outcome({ code: 2, stderr: "error: unexpected argument '--json' found" }))).toBe(false);
    expect(hasDoctor(timeout)).toBe(false);
  });

  it('reads the report whatever its exit code and schema version', () => {
    const checks = { 'config.load': { status: 'ok', summary: '', details: { a: ['b'] }, notes: [] } };
    for (const code of [0, 1, 2])
      for (const schemaVersion of [1, 2])
        expect(
          judgeDoctor(help, outcome({ code, stdout: JSON.stringify({ schemaVersion, checks }) })).verdict,
        ).toBe('pass');
  });

  it('fails on a broken configuration, as 0.139.0 reported it with exit 1', () => {
    const { checks, ...rest } = JSON.parse(fixture('doctor-0.139.0.json'));
    const broken = { ...checks, 'config.load': { status: 'fail', summary: 'config could not be loaded' } };
    expect(
      judgeDoctor(help, outcome({ code: 1, stdout: JSON.stringify({ ...rest, checks: broken }) })),
    ).toEqual({
      verdict: 'fail',
      summary: 'doctor: config.load fail',
      expected: 'every local doctor check is ok',
      actual: 'config.load fail: config could not be loaded',
    });
  });

  it('fails before it warns, and names only what fails', () => {
    const checks = {
      'a.doubtful': { status: 'warning' },
      'b.broken': { status: 'fail' },
      'c.fine': { status: 'ok' },
    };
    expect(judgeDoctor(help, report(checks))).toMatchObject({
      verdict: 'fail',
      summary: 'doctor: b.broken fail',
    });
  });

  it('warns of a status that it has never heard of, rather than passing', () => {
    expect(judgeDoctor(help, report({ 'a.b': { status: 'splendid' } }))).toMatchObject({
      verdict: 'warn',
      summary: 'doctor: a.b splendid',
    });
  });

  it('shows a hostile report on one line without what a terminal would obey', () => {
    const judged = judgeDoctor(
      help,
      report({ '\u001b[2Jx\ny': { status: 'fail\u0007', summary: 'a\r\nb' } }),
    );
    expect(judged).toMatchObject({ summary: 'doctor: x y fail', actual: 'x y fail: a b' });
  });

  it('fails on a warning before the JSON, and shows the beginning of what came', () => {
    const judged = judgeDoctor(
      help,
      outcome({ code: 1, stdout: `WARNING: odd\n${fixture('doctor-0.139.0.json')}` }),
    );
    expect(judged).toMatchObject({
      verdict: 'fail',
      summary: 'codex doctor --json did not print its report',
      actual: expect.stringMatching(/^exit 1: WARNING: odd \{ "schemaVersion": 1/),
    });
  });

  it('is an error when it crashed, and when it was not run', () => {
    expect(judgeDoctor(help, segfault)).toEqual({
      verdict: 'error',
      summary: 'codex doctor: killed by SIGSEGV',
    });
    expect(judgeDoctor(help, undefined).verdict).toBe('error');
  });
});

describe('the daemon', () => {
  // docs/codex-facts.md, "After a rollback".
  const running = (cliVersion: string, appServerVersion: string, more = {}) =>
    outcome({
      stdout: `${JSON.stringify({ status: 'running', backend: 'pid', managedCodexVersion: '0.169.0', cliVersion, appServerVersion, ...more })}\n`,
    });

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
      summary: 'the daemon does not state its version',
      actual,
    });
  });
});

describe('the desktop app', () => {
  const help = outcome({ stdout: 'Launch the Codex desktop app (opens the app installer if missing)\n' });
  const unknown = outcome({ code: 2, stderr: "error: unrecognized subcommand 'app'\n" });

  describe('the handoff to the desktop app', () => {
    it.each(['darwin', 'win32'])(
      'on %s asks a person, and says what to do and what to compare',
      (platform) => {
        const judged = judgeHandoff(platform, help);
        expect(judged.verdict).toBe('manual');
        expect(judged.remedy).toMatch(
          /run codex, do one turn, type \/app, and compare title and last message/,
        );
      },
    );

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
});

describe('what became of features', () => {
  const real = (version: string) => fixture(`features-${version}.txt`);
  const judge = (more: Partial<FeatureTrial> = {}) =>
    judgeFeatures({
      listed: outcome({ stdout: real('0.139.0') }),
      baseline: parseFeatures(real('0.139.0')),
      pin: '0.139.0',
      setByTeam: [],
      ...more,
    });
  const on = (version: string) => outcome({ stdout: real(version) });

  describe('features', () => {
    it('of the pin itself pass', () => {
      expect(judge()).toEqual({ verdict: 'pass', summary: 'the same as the features of 0.139.0' });
    });

    it('of 0.169.0 warn of the defaults that flipped and of what is gone, and of nothing new', () => {
      const judged = judge({ listed: on('0.169.0') });
      expect(judged).toMatchObject({ verdict: 'warn', expected: 'the features of 0.139.0' });
      expect(judged.actual).toContain('remote_plugin is now on by default');
      expect(judged.actual).toContain('personality is gone (was stable)');
      expect(judged.actual).not.toContain('is new');
      expect(judged.summary).toMatch(/^\d+ breaking differences from the features of 0\.139\.0$/);
    });

    it.each([
      ['is gone', 'child_agents_md'],
      ['is only a leftover of stage removed', 'personality'],
      ['never was, since the CLI says nothing of it', 'not_a_feature'],
    ])('fail when the team sets one that %s', (_, name) => {
      expect(judge({ listed: on('0.169.0'), setByTeam: ['apps', name] })).toMatchObject({
        verdict: 'fail',
        summary: `the configuration sets features that this CLI does not have: ${name}`,
        actual: expect.stringMatching(
          new RegExp(`^unknown or removed: ${name}; .*remote_plugin is now on by default`),
        ),
      });
    });

    it('fail for the team before a baseline is missed', () => {
      expect(judge({ baseline: undefined, setByTeam: ['not_a_feature'] }).verdict).toBe('fail');
      expect(judge({ baseline: undefined, setByTeam: ['apps'] })).toEqual({
        verdict: 'skip',
        summary: 'no baseline of 0.139.0 was recorded, so there is nothing to compare with',
      });
    });

    it('of a stage that nobody has heard of are compared as well', () => {
      const listed = outcome({ stdout: 'apps  in orbit  true\n' });
      expect(judge({ listed, baseline: { apps: { stage: 'stable', enabled: true } } }).verdict).toBe('pass');
    });

    it.each([
      ['the CLI does not answer', timeout],
      ['the CLI refuses', outcome({ code: 1, stdout: real('0.139.0') })],
      ['nothing is listed', outcome()],
      ['one line is no feature', outcome({ stdout: `${real('0.139.0')}WARNING: odd home\n` })],
    ])('are an error, not a pass, when %s', (_, listed) => {
      expect(judge({ listed }).verdict).toBe('error');
    });
  });

  describe('differences', () => {
    const difference = (text: string, breaking: boolean) => ({ part: 'features', text, breaking }) as const;

    it.each([
      ['pass when there are none', [], 'pass', 'the same as x'],
      [
        'pass when none takes anything away',
        [difference('a', false), difference('b', false)],
        'pass',
        'everything of x is there; 2 additions or changes',
      ],
      [
        'warn when one does',
        [difference('a', false), difference('b', true)],
        'warn',
        '1 breaking differences from x',
      ],
    ])('%s', (_, differences, verdict, summary) => {
      expect(judgeDifferences(differences, 'x')).toMatchObject({ verdict, summary });
    });

    it('name what breaks, each', () => {
      expect(
        judgeDifferences([difference('a', true), difference('b', false), difference('c', true)], 'x').actual,
      ).toBe('a; c');
    });
  });
});
