import { describe, expect, it } from 'vitest';
import type { Artifact, Revision } from '../../../src/domain/artifacts/artifact.ts';
import type { MatrixCell, ProbeMatrix, ProfileTrial } from '../../../src/domain/sandbox/matrix/matrix.ts';
import { artifacts } from '../../../src/tui/screens/artifacts/rows.ts';
import { matrixRead } from '../../../src/tui/screens/sandbox/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { change, frameOf, on, paneOf, press, pressed, refusalOf } from '../support.tsx';

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

const revision = {
  revision: 2,
  sha256: 'ab'.repeat(32),
  at: '2026-11-20T12:00:00.000Z',
  author: 'ada@example.com',
  awaits: ['security owner'],
  placeholders: [],
  approvals: [],
  declaration: { cadence_days: 90 },
} as unknown as Revision;

const policyText: Artifact = {
  id: 'usage-policy',
  declaration: {
    title: 'Team usage policy',
    owner: 'rollout owner',
    reviewers: ['security owner'],
    publish_to: 'AGENTS.md',
  } as unknown as Artifact['declaration'],
  why: undefined,
  revisions: [revision],
  newest: revision,
  approved: undefined,
  state: 'in review',
  nextReviewOn: undefined,
  reviewDue: false,
};

describe('the artifacts screen', () => {
  const me: State['me'] = { email: 'sec@example.com', roles: ['security owner'], hasKey: false };
  const people = [
    { email: 'sec@example.com', name: undefined, keys: [], seq: 1, roles: ['security owner'] },
  ] as never;
  const state = artifacts.set(on('artifacts', { me, people }), [policyText]);
  const shown = (one: State) => frameOf(one);

  it('shows what counts and what is waited for', () => {
    expect(shown(state)).toMatch(
      /in review +usage-policy +Team usage policy +nothing counts yet; 2 waits for security owner/,
    );
  });

  const text = (lines: number) => Array.from({ length: lines }, (_, line) => `line ${line + 1}`).join('\n');
  const withText = (one: State, lines: number) =>
    change(one, (now) => ({
      ...now,
      documents: Object.fromEntries(Object.keys(now.documents).map((name) => [name, text(lines)])),
    }));

  it('asks for an approval only once the text was shown to its end, and names that text', () => {
    const opened = press(state, 'a');
    expect(opened).toMatchObject({ overlay: undefined, detail: { of: 'row' } });
    expect(press(opened, 'a')).toMatchObject({
      overlay: undefined,
      notice: expect.stringContaining('being read'),
    });
    const long = withText(opened, 50);
    expect(press(long, 'a')).toMatchObject({
      overlay: undefined,
      notice: expect.stringContaining('there is more of it below'),
    });
    expect(press(long, 'G', 'a').overlay).toMatchObject({
      type: 'confirm',
      records: [expect.stringContaining('usage-policy revision 2 by ada@example.com, sha256 abababababab…')],
      effect: { name: 'approve-artifact', input: { artifact: 'usage-policy', digest: 'ab'.repeat(32) } },
    });
    expect(press(withText(opened, 3), 'a').overlay).toMatchObject({ type: 'confirm' });
  });

  it.each([
    [['team lead'], [], 'sec@example.com may not approve usage-policy: that needs the role security owner'],
    [
      ['security owner'],
      [{ role: 'rollout owner', by: 'sec@example.com', seq: 9 }],
      'sec@example.com already approved revision 2, so another security owner approves it',
    ],
  ])('offers no approval to whoever may not give it: %j', (roles, approvals, reason) => {
    const newest = { ...revision, approvals } as unknown as Revision;
    const people = [
      { email: 'sec@example.com', name: undefined, keys: [], seq: 1, roles },
      { email: 'sam@example.com', name: undefined, keys: [], seq: 1, roles: ['security owner'] },
    ] as never;
    const others = artifacts.set({ ...state, people }, [{ ...policyText, newest }]);
    expect(refusalOf(others, 'a')).toContain(reason);
  });

  it('reads the text when it is opened, and the difference on d', () => {
    const [open, read, ...more] = pressed(state, ['enter']);
    expect([read?.name, read?.input, more]).toEqual([
      'read-documents',
      [`artifact usage-policy ${'ab'.repeat(32)}`],
      [],
    ]);
    expect(paneOf(shown(open))[0]).toBe('reading…');
    expect(pressed(open, ['j'])).toHaveLength(1);
    const texts = { [`artifact usage-policy ${'ab'.repeat(32)}`]: '# Usage' };
    expect(shown(change(open, (now) => ({ ...now, documents: texts })))).toContain('│ # Usage ');
    expect(pressed(state, ['d'])[1]?.input).toEqual([`revision diff usage-policy ${'ab'.repeat(32)}`]);
  });
});
