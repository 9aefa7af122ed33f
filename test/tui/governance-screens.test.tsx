import { render } from 'ink-testing-library';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import type { PolicyView } from '../../src/app/policy/read-policy-view.ts';
import type { Artifact, Revision } from '../../src/domain/artifacts/artifact.ts';
import type { MatrixCell, ProbeMatrix, ProfileTrial } from '../../src/domain/sandbox/matrix/matrix.ts';
import { missingDocument } from '../../src/tui/documents.ts';
import { bindingOf, reasonAgainst } from '../../src/tui/keymap.ts';
import { reduce } from '../../src/tui/reducer.ts';
import { ArtifactsScreen } from '../../src/tui/screens/artifacts.tsx';
import { PolicyScreen } from '../../src/tui/screens/policy.tsx';
import { SandboxScreen } from '../../src/tui/screens/sandbox.tsx';
import { initialState, type ScreenId, type State } from '../../src/tui/state.ts';
import { chooseTheme } from '../../src/tui/theme.ts';
import { ThemeContext } from '../../src/tui/theme-context.ts';
import { statusOf } from '../support/recorded-builders.ts';

const page = { rows: 10, columns: 80 };

function frameOf(screen: ReactNode): string {
  const { lastFrame, unmount } = render(
    <ThemeContext value={chooseTheme({ NO_COLOR: '1' })}>{screen}</ThemeContext>,
  );
  const frame = lastFrame() ?? '';
  unmount();
  return frame;
}

const press = (state: State, key: string): State => {
  const binding = bindingOf(key, state.screen);
  if (!binding) throw new Error(`${key} does nothing on ${state.screen}`);
  return reduce(state, { type: 'commanded', command: binding.command, page });
};

const on = (screen: ScreenId, more: Partial<State> = {}): State => ({
  ...initialState,
  status: statusOf(),
  ...more,
  screen,
});

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

const readMatrix = (matrix: ProbeMatrix) => reduce(on('sandbox'), { type: 'matrix-read', matrix });

function sandboxState(...trials: ProfileTrial[]): State {
  return readMatrix({ version: '0.139.0', trials, findings: [], notTried: [], asRoot: false });
}

const sandbox = (state: State, width = 80) =>
  frameOf(<SandboxScreen state={state} width={width} height={18} />);

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
      readMatrix({ version: '0.139.0', trials: [trial('dev')], findings, notTried: [], asRoot: false }),
    );
    expect(text).toContain('the CLI ignores permissions.dev.filesytem, line 4');
    expect(text).toContain('Write filesystem.');
    expect(text).not.toContain('does what it says');
  });

  it('says how to begin, and how far it is', () => {
    expect(sandbox(on('sandbox'))).toContain('Press r to try');
    const trying = press(on('sandbox'), 'r');
    expect(sandbox(reduce(trying, { type: 'trial-over' }))).toContain('1 trials are over');
    const again = bindingOf('r', 'sandbox');
    expect(again && reasonAgainst(again, trying)).toBe('the profiles are being tried');
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
    expect(sandbox(state)).toContain('not tried: b; enter tells why');
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

const view: PolicyView = {
  explanation: { missing: 'requirements.toml:1:2: not TOML' },
  lookups: {
    value: [
      {
        whom: { type: 'user', email: 'ada@example.com' },
        groups: ['eng'],
        applies: {
          by: 'rule',
          rule: { group: 'eng', policy: 'eng.toml', place: { file: 'map.yaml', line: 4, column: 3 } },
        },
        passedOver: [],
        map: 'map.yaml',
        policy: { file: 'eng.toml', fields: { allowed_sandbox_modes: ['read-only'] } },
        findings: [],
        leftOpen: [],
      },
    ],
  },
  rules: {
    value: {
      rules: ['default.rules'],
      broken: [],
      ignored: [],
      commands: [
        {
          command: ['git', 'push'],
          expect: 'forbidden',
          why: undefined,
          declaredAt: 'decisions.yaml:3:5',
          verdict: 'fail',
          decided: 'prompt',
          because: ['git push: prompt'],
          warning: undefined,
        },
      ],
    },
  },
  chain: { value: { folder: '/p', limit: 32_768, files: [] } },
};

describe('the policy screen', () => {
  const state = reduce(on('policy'), { type: 'policy-read', view });
  const policy = (one: State) => frameOf(<PolicyScreen state={one} width={110} height={18} />);

  it('shows every part, and why one is missing', () => {
    const frame = policy(state);
    expect(frame).toMatch(/○ skip +layer +requirements\.toml:1:2: not TOML/);
    expect(frame).toMatch(/✔ pass +who +ada@example\.com +eng\.toml +by the rule for eng/);
    expect(frame).toMatch(/✘ fail +rules +git push +prompt +expected forbidden: git push: prompt/);
    expect(frame).toContain('there are no instructions for /p');
  });

  it('finds a user by the filter, and opens what they get', () => {
    const found = { ...state, filter: { ...state.filter, policy: 'ada' } };
    expect(policy(found)).not.toContain('git push');
    expect(policy(press(found, 'enter'))).toContain('gets eng.toml by the rule for eng (map.yaml:4:3)');
  });

  it('keeps what was read when another reading fails', () => {
    expect(reduce(state, { type: 'policy-read', view: undefined }).policy).toEqual({ reading: false, view });
  });
});

const revision = {
  revision: 2,
  sha256: 'ab'.repeat(32),
  author: 'ada@example.com',
  awaits: ['security owner'],
  placeholders: [],
} as unknown as Revision;

const policyText: Artifact = {
  id: 'usage-policy',
  declaration: { title: 'Team usage policy', owner: 'rollout owner' } as Artifact['declaration'],
  why: undefined,
  revisions: [revision],
  newest: revision,
  approved: undefined,
  state: 'in review',
  nextReviewOn: undefined,
  reviewDue: false,
};

describe('the artifacts screen', () => {
  const state = on('artifacts', {
    artifacts: [policyText],
    me: { email: 'sec@example.com', roles: ['security owner'], hasKey: false },
  });
  const artifacts = (one: State) => frameOf(<ArtifactsScreen state={one} width={110} height={18} />);

  it('shows what counts and what is waited for', () => {
    expect(artifacts(state)).toMatch(
      /in review +usage-policy +Team usage policy +nothing counts yet; 2 waits for security owner/,
    );
  });

  it('asks before an approval, and names the text that is approved', () => {
    expect(press(state, 'a').overlay).toMatchObject({
      type: 'confirm',
      records: [expect.stringContaining('usage-policy revision 2 by ada@example.com, sha256 abababababab…')],
      intent: { type: 'approve-artifact', artifact: 'usage-policy', digest: 'ab'.repeat(32) },
    });
  });

  it('reads the text when it is opened, and the difference on d', () => {
    expect(missingDocument(state)).toBeUndefined();
    const open = press(state, 'enter');
    expect(missingDocument(open)).toEqual({ of: 'artifact', id: 'usage-policy' });
    expect(artifacts(open)).toBe('reading…');
    const read = reduce(open, { type: 'document-read', name: 'artifact usage-policy', text: '# Usage' });
    expect(missingDocument(read)).toBeUndefined();
    expect(artifacts(read)).toBe('# Usage');
    expect(missingDocument(press(state, 'd'))).toEqual({ of: 'revision diff', id: 'usage-policy' });
  });
});
