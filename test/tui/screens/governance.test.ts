import { describe, expect, it } from 'vitest';
import type { MatrixCell, ProbeMatrix, ProfileTrial } from '../../../src/domain/sandbox/matrix/matrix.ts';
import { matrixRead } from '../../../src/tui/screens/sandbox/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { frameOf, on, press, pressed, refusalOf } from '../support.tsx';

const cell = (probe: string, more: Partial<MatrixCell> = {}): MatrixCell => ({
  probe,
  title: probe,
  expected: 'denied',
  because: '"~/.ssh" = "deny" (config.toml:4:1)',
  risk: undefined,
  observed: { type: 'denied' },
  verdict: 'as expected',
  ...more,
});

const opens: Partial<MatrixCell> = { observed: { type: 'allowed' }, verdict: 'opens' };

const trial = (profile: string, ...cells: MatrixCell[]): ProfileTrial => ({
  profile,
  mode: 'helper',
  type: 'tried',
  cells,
});

const readMatrix = (matrix: ProbeMatrix) => matrixRead(on('sandbox'), matrix);

function sandboxState(...trials: ProfileTrial[]): State {
  return readMatrix({ version: '0.139.0', trials, findings: [], notices: [], notTried: [], asRoot: false });
}

const sandbox = (state: State, width = 80) => frameOf(state, { width });

describe('the sandbox screen', () => {
  it('names the key that the CLI ignores, and does not say that all is well', () => {
    const findings = [
      {
        effect: 'ignored' as const,
        place: { file: 'config.toml', line: 4, column: 2 },
        field: 'permissions.dev.filesytem',
        message: 'no version that was tried knows this key',
        remedy: 'Write filesystem.',
      },
    ];
    const text = sandbox(
      readMatrix({
        version: '0.139.0',
        trials: [trial('dev')],
        findings,
        notices: [],
        notTried: [],
        asRoot: false,
      }),
    );
    expect(text).toContain('line 4: permissions.dev.filesytem');
    expect(text).toContain('Write filesystem.');
    expect(text).not.toContain('does what it says');
  });

  it('says how to begin, and how far it is', () => {
    expect(sandbox(on('sandbox'))).toContain('Press r to try');
    const [trying, effect] = pressed(on('sandbox'), ['r']);
    expect(effect?.name).toBe('try-profiles');
    expect(sandbox(trying)).toContain('0 trials are over');
    expect(refusalOf(trying, 'r')).toBe('the profiles are being tried');
  });

  it('lets a red cell explain itself, with the rule and what to do', () => {
    const frame = sandbox(
      sandboxState(trial('good', cell('read:~/.ssh')), trial('typo', cell('read:~/.ssh', opens))),
    );
    expect(frame).toMatch(/typo +good/);
    expect(frame).toMatch(/▸ read:~\/\.ssh +✘ allowed +denied/);
    expect(frame).toContain('typo: allowed, and should be denied: "~/.ssh" = "deny" (config.toml:4:1)');
    expect(frame).toContain('codex-cockpit sandbox lint');
  });

  it('leads to the first probe that finds something', () => {
    expect(sandboxState(trial('a', cell('x'), cell('y', opens), cell('z', opens))).cursor.sandbox).toBe(1);
    expect(sandboxState(trial('a', cell('x'))).cursor.sandbox).toBe(0);
  });

  it('tells what was not tried, and why in the detail', () => {
    const state = sandboxState(trial('a', cell('x')), {
      profile: 'b',
      mode: 'helper',
      type: 'not started',
      reason: 'bwrap: no namespaces',
      remedy: 'Allow them.',
    });
    expect(sandbox(state)).toContain('not tried: b; enter shows why');
    const detail = sandbox(press(state, 'enter'));
    expect(detail).toContain('the sandbox did not start: bwrap: no namespaces');
    expect(detail).toContain('expected  denied: "~/.ssh" = "deny"');
  });

  it('shows further profiles to the right where there is no room', () => {
    const state = sandboxState(...['p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map((name) => trial(name, cell('x'))));
    expect(sandbox(state)).toMatch(/p1 .*p4/);
    expect(sandbox(state)).toContain('2 further profiles: right');
    expect(sandbox(press(press(state, 'right'), 'right'))).toMatch(/p3 .*p6/);
    expect(sandbox(press(state, 'left'))).toMatch(/p1 .*p4/);
    expect(sandbox(state, 120)).toMatch(/p1 .*p6/);
  });
});
