import { describe, expect, it } from 'vitest';
import { judgeDoctor } from '../../../../src/domain/checks/judge/cli-doctor.ts';
import { fixture } from '../../../support/fixture.ts';
import { outcome, timeout } from '../../../support/outcome.ts';

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
});
