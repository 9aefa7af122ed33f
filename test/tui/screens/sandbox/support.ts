import type { MatrixCell, ProbeMatrix, ProfileTrial } from '../../../../src/domain/sandbox/matrix/matrix.ts';
import { matrixRead, sandbox } from '../../../../src/tui/screens/sandbox/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { frameOf, on } from '../../support.tsx';

export const place = { file: 'config.toml', line: 4, column: 1 };

export const cell = (probe: string, more: Partial<MatrixCell> = {}): MatrixCell => ({
  probe,
  title: probe,
  expected: 'denied',
  because: '"~/.ssh" = "deny" (config.toml:4:1)',
  place,
  risk: undefined,
  observed: { type: 'denied' },
  verdict: 'as expected',
  ...more,
});

export const opens: Partial<MatrixCell> = { observed: { type: 'allowed' }, verdict: 'opens' };
export const exposed: Partial<MatrixCell> = {
  ...{ expected: undefined, observed: { type: 'allowed' }, verdict: 'exposed' },
  ...{ risk: 'a command can ask the agent', place: undefined },
};
export const unproven: Partial<MatrixCell> = {
  observed: { type: 'unknown', reason: 'this machine is offline' },
  verdict: 'unproven',
};

export const trial = (profile: string, ...cells: MatrixCell[]): ProfileTrial => ({
  ...{ profile, mode: 'helper', type: 'tried', cells },
});

const none: ProbeMatrix = {
  ...{ version: '0.139.0', trials: [], findings: [], notices: [], notTried: [], asRoot: false },
};

const at = new Date('2026-11-21T14:50:00Z');

export const read = (matrix: Partial<ProbeMatrix>, before: State = on('sandbox')) =>
  matrixRead(before, { matrix: { ...none, ...matrix }, choice: sandbox.of(before).choice, at });

export const tried = (...trials: ProfileTrial[]) => read({ trials });

export const shown = (state: State, width = 80) => frameOf(state, { width, height: 24 });

/** What is read, however the lines are broken. */
export const words = (state: State, width = 80) => shown(state, width).replace(/[│\s]+/g, ' ');

export const finding = {
  ...{ effect: 'ignored' as const, place: { file: 'config.toml', line: 4, column: 2 } },
  field: 'permissions.dev.filesytem',
  message: 'no version that was tried knows this key',
  remedy: 'Write filesystem.',
};
