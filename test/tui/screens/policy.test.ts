import { describe, expect, it } from 'vitest';
import type { PolicyView } from '../../../src/app/policy/read-policy-view.ts';
import type { ConfigCheck } from '../../../src/domain/policy/config/config-check.ts';
import type { PolicyReport } from '../../../src/domain/policy/policy-report.ts';
import { answered, policyRead } from '../../../src/tui/screens/policy/read.ts';
import { agentsRows, configRows, idOf, lintRows } from '../../../src/tui/screens/policy/results.ts';
import type { PolicyRequest, PolicyRow } from '../../../src/tui/screens/policy/row.ts';
import { policy, policyRows } from '../../../src/tui/screens/policy/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { frameOf, on, press, pressed, refusalOf, type, wholeFrame } from '../support.tsx';

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

const readAt = new Date('2026-11-21T14:50:00Z');
const state = policyRead(on('policy'), view, readAt);
const shown = (one: State) => frameOf(one, { width: 220 });

describe('the policy screen', () => {
  it('shows every part, and why one is missing', () => {
    const frame = shown(state);
    expect(frame).toMatch(/○ skip +layer +requirements\.toml:1:2: not TOML/);
    expect(frame).toMatch(/✔ pass +who +ada@example\.com +eng\.toml +by the rule for eng/);
    expect(frame).toMatch(/✘ fail +rules +git push +prompt +expected forbidden: git push: prompt/);
    expect(frame).toContain('there are no instructions for /p');
  });

  it('shows rules files that are broken or not in force, beside what they would decide', () => {
    const rules = {
      rules: [],
      broken: [{ file: 'b.rules', reason: 'Parse error' }],
      ignored: [{ file: 'own.rules', reason: 'the project is not trusted' }],
      commands: [],
    };
    const frame = shown(policyRead(on('policy'), { ...view, rules: { value: rules } }, readAt));
    expect(frame).toMatch(/✘ fail +rules +b\.rules +broken: no rule is in force +Parse error/);
    expect(frame).toMatch(/▲ warn +rules +own\.rules +not in force +the project is not/);
  });

  it('finds a user by the filter, and opens what they get', () => {
    const found = { ...state, filter: { ...state.filter, policy: 'ada' } };
    expect(shown(found)).not.toContain('git push');
    expect(shown(press(found, 'enter'))).toContain('gets eng.toml by the rule for eng (map.yaml:4:3)');
  });

  it('keeps what was read when another reading fails', () => {
    expect(policy.of(policyRead(state, undefined, undefined))).toMatchObject({ working: undefined, view });
  });
});

const report: PolicyReport = {
  file: 'requirements.toml',
  kind: 'requirements',
  version: '0.139.0',
  release: '0.139.0',
  findings: [
    {
      effect: 'ignored',
      place: { file: 'requirements.toml', line: 7, column: 3 },
      field: 'allowed_sandbox_mode',
      message: 'no version knows this key',
      remedy: 'Write allowed_sandbox_modes.',
    },
  ],
  cli: { type: 'accepted', warnings: ['something odd'] },
};

const lintRequest: PolicyRequest = { type: 'lint', file: 'requirements.toml', kind: undefined };

const answeredWith = (request: PolicyRequest, rows: readonly PolicyRow[], at = '14:52', before = state) =>
  answered(before, { id: idOf(request), request, at: new Date(`2026-11-21T${at}:00Z`), rows });

const linted = answeredWith(lintRequest, lintRows(report));

describe('what is asked about policy', () => {
  it('is a row for each finding, above what applies here, with the time of the answer', () => {
    const frame = shown(linted);
    expect(frame).toMatch(/▸ ✘ fail +lint +requirements\.toml as requirements +2 findings/);
    expect(frame).toMatch(/✘ fail +lint +requirements\.toml:7:3 +ignored +allowed_sandbox_mode: no version/);
    expect(frame).toMatch(/▲ warn +lint +requirements\.toml +the CLI warns +something odd/);
    expect(frame).toContain('Answers: lint 14:52; enter shows one whole, x asks again');
    expect(frame).toContain('git push');
  });

  it('is found by the words of a finding and of its remedy', () => {
    const found = press(type(press(linted, '/'), 'Write allowed'), 'enter');
    expect(policyRows(found).map(({ cells }) => cells[0])).toEqual([
      'requirements.toml as requirements',
      'requirements.toml:7:3',
    ]);
    expect(shown(press(type(press(linted, '/'), 'nothing-such'), 'enter'))).toContain(
      'nothing passes the filter',
    );
  });

  it('is searched in when it is open', () => {
    const open = press(linted, 'enter');
    expect(refusalOf(open, 'n')).toBe('nothing is looked for; press /');
    const searched = press(type(press(open, '/'), 'something'), 'enter');
    expect(searched).toMatchObject({ search: 'something', detail: { of: 'row' } });
    expect(wholeFrame(searched)).toContain('search: something');
  });

  it('takes the place of an earlier answer to the same question, and leaves the others', () => {
    const two = answeredWith({ type: 'agents', folder: '.' }, [], '14:53', linted);
    const again = answeredWith(lintRequest, lintRows({ ...report, findings: [] }), '14:54', two);
    expect(policy.of(again).results.map(({ request, at }) => [request.type, at.getUTCMinutes()])).toEqual([
      ['lint', 54],
      ['agents', 53],
    ]);
    expect(shown(again)).toMatch(/✔ pass +lint .* 1 finding/);
  });

  it('leaves the person where they read when it is answered late', () => {
    const reading = press({ ...state, cursor: { policy: 1 } }, 'enter');
    expect(answeredWith(lintRequest, lintRows(report), '14:52', reading).cursor.policy).toBe(1);
  });

  it('is edited at the place of the finding, and asked again', () => {
    const [, effect] = pressed(linted, ['j', 'e']);
    expect(effect).toMatchObject({
      name: 'edit-policy',
      input: { file: 'requirements.toml', line: 7, column: 3 },
    });
    expect(pressed(linted, ['x'])[1]).toMatchObject({ name: 'ask-policy', input: lintRequest });
  });

  it('is edited where it is declared when it is no answer, and cannot be asked again', () => {
    const rules = press({ ...state, filter: { policy: 'git push' } });
    expect(pressed(rules, ['e'])[1]?.input).toEqual({ file: 'decisions.yaml', line: 3, column: 5 });
    expect(refusalOf(rules, 'x')).toBe('the selected row is no answer; r reads the policy');
    const missing = { ...state, filter: { policy: 'requirements' } };
    expect(refusalOf(missing, 'e')).toBe('the selected row is of no file');
  });

  it.each([
    ['c', ['enter', 'enter'], { type: 'config', folder: '.', profile: undefined }],
    ['i', ['enter'], { type: 'agents', folder: '.' }],
    ['l', [...'a.toml', 'enter', 'enter'], { type: 'lint', file: 'a.toml', kind: undefined }],
    [
      's',
      [...'approval_policy=never', ...Array(6).fill('enter')],
      { type: 'explain', set: ['approval_policy=never'], files: {} },
    ],
  ])('is asked with %s after a form, and says meanwhile what is done', (key, keys, input) => {
    const [asked, effect] = pressed(state, [key, ...keys]);
    expect(effect).toMatchObject({ name: 'ask-policy', input });
    expect(shown(asked)).toMatch(/(checking|explaining) .*…/);
    expect(refusalOf(asked, 'r')).toBe('something else is being read');
  });

  it('is refused at the field when a setting or a file cannot be read', () => {
    const bad = press(type(press(state, 's'), 'never'), ...Array(6).fill('enter'));
    expect(bad.overlay).toMatchObject({ type: 'form', active: 0, refusal: expect.stringContaining('never') });
    const quoted = press(type(press(state, 's'), 'a="b'), ...Array(6).fill('enter'));
    expect(quoted.overlay).toMatchObject({ refusal: 'a quote is left open' });
    expect(press(state, 'l', 'ctrl-u', 'enter', 'enter').overlay).toMatchObject({
      type: 'form',
      active: 0,
      refusal: expect.stringContaining('name a requirements.toml'),
    });
  });

  it('takes files in place of those of the machine', () => {
    const [, effect] = pressed(state, ['s', 'enter', 'enter', ...'cloud.toml', ...Array(4).fill('enter')]);
    expect(effect?.input).toEqual({ type: 'explain', set: [], files: { cloud: 'cloud.toml' } });
  });
});

const check: ConfigCheck = {
  folder: '/p',
  version: '0.139.0',
  layers: [
    { type: 'project', file: '/p/.codex/config.toml', settings: 0, ignored: 'the project is not trusted' },
  ],
  settings: [],
  session: {
    type: 'started',
    facts: [{ key: 'approval_policy', value: 'never', asked: 'on-request' }],
    trusts: undefined,
  },
  exec: { profile: 'ci', session: { type: 'not started', reason: 'no such model' } },
  rules: { inForce: [], broken: [{ file: '/h/b.rules', reason: 'Parse error' }], ignored: [] },
  warnings: ['deprecated'],
  refused: undefined,
  files: [{ ...report, cli: { type: 'refused', message: 'unknown field', place: undefined } }],
};

describe('the answers', () => {
  const cells = (rows: readonly PolicyRow[]) => rows.map((row) => [row.verdict, ...row.cells]);

  it('of a config check name every fault, and what a session gets otherwise than it is configured', () => {
    expect(cells(configRows(check))).toEqual([
      ['fail', 'configuration of /p', '7 findings', 'on codex-cli 0.139.0'],
      ['fail', 'requirements.toml', 'the CLI refuses it', 'unknown field'],
      ['fail', 'requirements.toml:7:3', 'ignored', 'allowed_sandbox_mode: no version knows this key'],
      ['fail', '/h/b.rules', 'broken: no rule is in force', 'Parse error'],
      ['warn', '/p/.codex/config.toml', 'ignored', 'the project is not trusted'],
      ['warn', 'the CLI warns', '', 'deprecated'],
      ['warn', 'app-server: approval_policy', 'gets "never"', 'the configuration says "on-request"'],
      ['warn', 'codex exec --profile ci', 'does not start here', 'no such model'],
    ]);
  });

  it('of a config check that the CLI refuses say so once', () => {
    const refused = {
      ...check,
      ...{ refused: 'bad TOML', layers: [], warnings: [], files: [] },
      ...{ rules: { inForce: [], broken: [], ignored: [] } },
      exec: { profile: undefined, session: { type: 'not started' as const, reason: 'not read' } },
      session: { type: 'not started' as const, reason: 'not read' },
    };
    expect(cells(configRows(refused))).toEqual([
      ['fail', 'configuration of /p', '1 finding', 'on codex-cli 0.139.0'],
      ['fail', 'the CLI does not read it', 'refused', 'bad TOML'],
    ]);
  });

  it('of a lint of instructions are edited in the file that counts last', () => {
    const file = { path: '/p/AGENTS.md', bytes: 10, sha256: 'ab'.repeat(32), isEmpty: false };
    const rows = agentsRows({
      chain: { folder: '/p', limit: 32_768, files: [{ ...file, state: 'loaded', note: '' }] },
      findings: [{ severity: 'warn', text: 'nothing about how to build' }],
    });
    expect(cells(rows)).toEqual([
      ['pass', 'instructions of /p', '1 finding', ''],
      ['warn', 'nothing about how to build', 'could be better', ''],
    ]);
    expect(rows[1]?.place).toEqual({ file: '/p/AGENTS.md' });
  });

  it('cannot change the terminal', () => {
    const hostile = {
      ...report,
      findings: [],
      file: 'a\u001b[2Jb',
      cli: { type: 'accepted' as const, warnings: ['\u001b]52;c;x\u0007'] },
    };
    const bad = answeredWith(lintRequest, lintRows(hostile));
    for (const one of [bad, press(bad, 'enter'), press(bad, 'j', 'enter')]) {
      expect(shown(one)).not.toContain('\u001b');
      expect(shown(one)).not.toContain('\u0007');
    }
  });
});

describe('the policy screen before it is read', () => {
  it('says what is done, what it does not touch, and how to go on when it fails', () => {
    const [reading, effect] = pressed(on('history'), ['8']);
    expect(effect?.name).toBe('refresh');
    expect(shown(reading)).toContain('nothing of yours is written');
    const failed = policyRead(reading, undefined, undefined);
    expect(shown(failed)).toContain('The policy was not read. r reads it again.');
    expect(shown(failed)).toContain('c checks the configuration of a folder');
  });
});
