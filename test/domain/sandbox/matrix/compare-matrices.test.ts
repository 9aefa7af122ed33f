import { expect, it } from 'vitest';
import { compareMatrices } from '../../../../src/domain/sandbox/matrix/compare-matrices.ts';
import type { MatrixCell, ProbeMatrix, ProfileTrial } from '../../../../src/domain/sandbox/matrix/matrix.ts';

const cell = (probe: string, type: 'allowed' | 'denied', verdict: MatrixCell['verdict']): MatrixCell => ({
  ...{ probe, title: probe, expected: 'denied', because: '', risk: undefined },
  ...{ observed: { type }, verdict },
});

const matrix = (...trials: ProfileTrial[]): ProbeMatrix => ({
  ...{ version: '0.139.0', trials, findings: [], notices: [], notTried: [], asRoot: false },
});

const tried = (profile: string, mode: 'helper' | 'live', ...cells: MatrixCell[]): ProfileTrial => ({
  ...{ profile, mode, type: 'tried', cells },
});

it('names what was found differently, for what was tried both times in the same way', () => {
  const open = cell('read:~/.ssh', 'allowed', 'opens');
  const closed = cell('read:~/.ssh', 'denied', 'as expected');
  const same = cell('net', 'denied', 'as expected');
  const before = matrix(tried('dev', 'helper', open, same), tried('dev', 'live', open), {
    profile: 'ci',
    mode: 'helper',
    type: 'skipped',
    reason: 'old',
  });
  const after = matrix(
    tried('dev', 'helper', closed, same, cell('new', 'allowed', 'opens')),
    tried('dev', 'live', open),
    tried('ci', 'helper', closed),
    tried('new', 'helper', closed),
  );
  expect(compareMatrices(before, after)).toEqual([
    {
      profile: 'dev',
      mode: 'helper',
      title: 'read:~/.ssh',
      before: 'allowed, opens',
      after: 'denied, as expected',
    },
  ]);
  expect(compareMatrices(after, after)).toEqual([]);
});
