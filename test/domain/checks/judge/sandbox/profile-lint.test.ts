import { expect, it } from 'vitest';
import type { Finding } from '../../../../../src/domain/base/shape/finding.ts';
import { judgeProfileLint } from '../../../../../src/domain/checks/judge/sandbox.ts';

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
