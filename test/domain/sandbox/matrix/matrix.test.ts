import { describe, expect, it } from 'vitest';
import { judgeLive, judgeMatrix } from '../../../../src/domain/checks/judge/sandbox.ts';
import {
  differs,
  judgeCell,
  liveDifferences,
  matrixVerdict,
  type ProbeMatrix,
  type ProfileTrial,
  whatDiffers,
} from '../../../../src/domain/sandbox/matrix/matrix.ts';
import type { Observation, SandboxProbe } from '../../../../src/domain/sandbox/trials/probe.ts';

const allowed: Observation = { type: 'allowed' };
const denied: Observation = { type: 'denied' };
const unknown: Observation = { type: 'unknown', reason: 'no node' };
const probe: SandboxProbe = {
  act: 'write',
  id: 'write.outside',
  title: 'write outside',
  path: '/a',
  lands: '/a',
};
const offline: SandboxProbe = { act: 'outbound', id: 'net.outbound', title: 'connect to the internet' };

const cell = (
  expected: 'allowed' | 'denied' | undefined,
  observed: Observation,
  control: Observation = allowed,
) => judgeCell(probe, { expected, because: 'a rule' }, { observed, control });

describe('a cell of the matrix', () => {
  it.each([
    ['denied', denied, 'as expected'],
    ['allowed', allowed, 'as expected'],
    ['denied', allowed, 'opens'],
    ['allowed', denied, 'closes'],
    ['denied', unknown, 'unproven'],
    [undefined, allowed, 'not judged'],
  ] as const)('%s expected, %j seen: %s', (expected, observed, verdict) => {
    expect(cell(expected, observed).verdict).toBe(verdict);
  });

  it('does not take for denied what is impossible without a sandbox too', () => {
    expect(cell('denied', denied, denied)).toMatchObject({ verdict: 'unproven' });
    expect(cell('denied', allowed, denied)).toMatchObject({ verdict: 'opens' });
    expect(
      judgeCell(offline, { expected: 'denied', because: '' }, { observed: denied, control: denied }).observed,
    ).toEqual({ type: 'unknown', reason: 'this machine is offline' });
  });
});

it('a stated denial that cannot be proved is a finding, and a derived one is not', () => {
  const seen = { observed: denied, control: denied };
  const derived = judgeCell(probe, { expected: 'denied', because: '' }, seen);
  expect(derived.verdict).toBe('unproven');
  const stated = judgeCell(probe, { expected: 'denied', because: 'e.yaml:3:7', isStated: true }, seen);
  expect([stated.verdict, differs(stated)]).toEqual(['unmet', true]);
  expect(whatDiffers(stated)).toMatch(/^unproven, and it was stated as denied: it is not possible here/);
  expect(judgeCell(probe, { expected: 'allowed', because: '', isStated: true }, seen).verdict).toBe(
    'unproven',
  );
});

const tried = (
  profile: string,
  cells: ReturnType<typeof cell>[],
  mode: ProfileTrial['mode'] = 'helper',
): ProfileTrial => ({
  profile,
  mode,
  type: 'tried',
  cells,
});
const dead: ProfileTrial = {
  profile: 'dev',
  mode: 'helper',
  type: 'not started',
  reason: 'bwrap: no namespaces',
  remedy: 'Allow them.',
};
const matrix = (...trials: ProfileTrial[]): ProbeMatrix => ({
  version: '0.139.0',
  trials,
  findings: [],
  notices: [],
  notTried: [],
  asRoot: false,
});

describe('the matrix', () => {
  it.each([
    [matrix(tried('dev', [cell('denied', denied), cell('denied', unknown)])), 'pass', 'pass'],
    [matrix(tried('dev', [cell('denied', allowed)]), dead), 'fail', 'fail'],
    [matrix(tried('dev', [cell('allowed', denied)])), 'fail', 'fail'],
    [matrix(dead), 'error', 'error'],
    [matrix(tried('dev', [cell('denied', unknown), cell('allowed', unknown)])), 'error', 'error'],
    [matrix(tried('dev', [])), 'error', 'error'],
    [matrix({ profile: 'x', mode: 'helper', type: 'refused', message: 'undefined profile' }), 'fail', 'fail'],
    [matrix({ profile: 'x', mode: 'helper', type: 'skipped', reason: 'no -P' }), 'pass', 'skip'],
  ] as const)('%#: the command says %s, the check %s', (one, verdict, checked) => {
    expect(matrixVerdict(one)).toBe(verdict);
    expect(judgeMatrix(one).verdict).toBe(checked);
  });

  it('is no good while the CLI ignores a key of a profile, whatever the probes show', () => {
    const findings = [
      {
        effect: 'ignored' as const,
        place: { file: 'config.toml', line: 4, column: 2 },
        field: 'permissions.dev.filesytem',
        message: 'no version that was tried knows this key',
        remedy: 'Write filesystem.',
      },
    ];
    const mistyped = { ...matrix(tried('dev', [cell('denied', denied)])), findings };
    expect(matrixVerdict(mistyped)).toBe('fail');
    expect(judgeMatrix(mistyped)).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('config.toml:4:2: permissions.dev.filesytem'),
    });
  });

  it('says how many probes could not be proved', () => {
    expect(judgeMatrix(matrix(tried('dev', [cell('denied', denied), cell('denied', unknown)]))).summary).toBe(
      '1 profiles do what they say in 1 probes, 1 could not be proved here',
    );
  });

  it('finds where a session answers otherwise than the helper', () => {
    const both = matrix(
      tried('dev', [cell(undefined, denied)]),
      tried('dev', [cell(undefined, allowed)], 'live'),
    );
    expect(liveDifferences(both)).toEqual([
      { profile: 'dev', title: 'write outside', helper: 'denied', live: 'allowed' },
    ]);
    expect(judgeLive(both)).toMatchObject({ verdict: 'warn', actual: 'allowed in a session' });
    expect(
      liveDifferences(
        matrix(tried('dev', [cell('denied', unknown)]), tried('dev', [cell('denied', denied)], 'live')),
      ),
    ).toEqual([]);
  });

  it('shows at most five differences, and how many more there are', () => {
    const many = matrix(
      tried(
        'dev',
        Array.from({ length: 7 }, () => cell('denied', allowed)),
      ),
    );
    expect(judgeMatrix(many).actual).toMatch(/and 2 more$/);
  });
});
