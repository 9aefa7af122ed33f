import { describe, expect, it } from 'vitest';
import { hasDoctor, judgeDoctor } from '../../../../../src/domain/checks/judge/cli.ts';
import { fixture } from '../../../../support/fixture.ts';
import { outcome, segfault, timeout } from '../../../../support/outcome.ts';

const help = outcome({ stdout: 'Diagnose local Codex installation' });

function report(
  checks: Record<string, { status: string; summary?: string; remediation?: string }>,
  code = 1,
) {
  return outcome({ code, stdout: JSON.stringify({ schemaVersion: 1, overallStatus: 'fail', checks }) });
}

describe('doctor', () => {
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
