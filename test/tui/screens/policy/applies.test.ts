import { describe, expect, it } from 'vitest';
import type { PolicyView } from '../../../../src/app/policy/read-policy-view.ts';
import type { PolicyExplanation } from '../../../../src/domain/policy/policy-explanation.ts';
import { policyRead } from '../../../../src/tui/screens/policy/read.ts';
import { policy, policyRows } from '../../../../src/tui/screens/policy/rows.ts';
import { hostile } from '../../../support/recorded-builders.ts';
import { hintsIn } from '../../asking.ts';
import { change, on, press, pressed, refusalOf, wholeFrame } from '../../support.tsx';
import { readAt, shown, state, view } from './support.ts';

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

const place = (line: number) => ({ file: '/etc/codex/requirements.toml', line, column: 1 });
const explanation: PolicyExplanation = {
  version: '0.139.0',
  layers: [
    { name: 'system file', file: '/etc/codex/requirements.toml', note: undefined },
    { name: 'cloud-managed', file: undefined, note: 'asked for by nobody' },
  ],
  merged: {
    fields: [
      {
        path: ['allowed_sandbox_modes'],
        value: ['read-only'],
        origins: [
          { layer: 'system file', place: place(3) },
          { layer: 'cloud-managed', place: place(9) },
        ],
      },
      {
        path: ['mcp_servers', 'x', 'env', 'API_TOKEN'],
        value: 'hush',
        origins: [{ layer: 'system file', place: place(4) }],
      },
    ],
    unused: [],
  },
  findings: [],
  settings: [
    {
      key: 'sandbox_mode',
      asked: { value: 'workspace-write', by: '-c' },
      gets: 'read-only',
      why: 'not allowed',
      seen: { type: 'same' },
    },
    {
      key: 'approval_policy',
      asked: undefined,
      gets: 'never',
      why: 'the default of the CLI',
      seen: { type: 'other', value: 'on-request' },
    },
    {
      key: 'web_search',
      asked: undefined,
      gets: 'live',
      why: 'the default of the CLI',
      seen: { type: 'not shown' },
    },
  ],
  brokenRules: [{ file: '/h/b.rules', reason: 'Parse error' }],
  session: { type: 'started', warnings: [], given: 'the files' },
};
const file = (path: string, of: 'loaded' | 'shadowed' | 'cut', note: string) => ({
  ...{ path, bytes: 10, sha256: 'ab'.repeat(32), isEmpty: false, state: of, note },
});
const whole: PolicyView = {
  ...view,
  explanation: { value: explanation },
  chain: {
    value: {
      folder: '/p',
      limit: 32_768,
      files: [
        file('/p/AGENTS.md', 'loaded', ''),
        file('/p/a/AGENTS.md', 'shadowed', 'by AGENTS.override.md'),
      ],
    },
  },
};
const read = (part: Partial<PolicyView> = {}) => policyRead(on('policy'), { ...whole, ...part }, readAt);
const cellsOf = (section: string, one = read()) =>
  policyRows(one)
    .filter((row) => row.section === section)
    .map(({ verdict, cells }) => [verdict, ...cells]);

describe('the rows of the policy', () => {
  it('are the layers with their files, or why they have none', () => {
    expect(cellsOf('layer')).toEqual([
      [undefined, 'system file', '/etc/codex/requirements.toml'],
      [undefined, 'cloud-managed', 'asked for by nobody'],
    ]);
  });

  it('are what they require together, with every layer that says so, and no secret', () => {
    expect(cellsOf('required').slice(0, 2)).toEqual([
      [undefined, 'allowed_sandbox_modes', '["read-only"]', 'system file + cloud-managed'],
      [undefined, 'mcp_servers.x.env.API_TOKEN', expect.not.stringContaining('hush'), 'system file'],
    ]);
    expect(cellsOf('required').at(-1)).toEqual([
      'fail',
      '/h/b.rules',
      'broken: no command rule is in force',
      'Parse error',
    ]);
  });

  it('are what a session gets, and whether the CLI was seen to give it', () => {
    expect(cellsOf('session')).toEqual([
      ['pass', 'sandbox_mode', '"workspace-write" gets "read-only"', 'not allowed'],
      ['fail', 'approval_policy', 'not asked gets "never"', 'the default of the CLI'],
      ['skip', 'web_search', 'not asked gets "live"', 'the default of the CLI'],
    ]);
  });

  it('are the instructions, and which of them count', () => {
    expect(cellsOf('chain')).toEqual([
      ['pass', '/p/AGENTS.md', 'loaded', ''],
      ['skip', '/p/a/AGENTS.md', 'shadowed', 'by AGENTS.override.md'],
    ]);
    const cut = { folder: '/p', limit: 9, files: [file('/p/AGENTS.md', 'cut', 'after 9 bytes')] };
    expect(cellsOf('chain', read({ chain: { value: cut } }))).toEqual([
      ['fail', '/p/AGENTS.md', 'cut', 'after 9 bytes'],
    ]);
  });

  it('say whom no policy is for, and how many later rules do not apply', () => {
    const [one] = 'value' in view.lookups ? view.lookups.value : [];
    if (!one) throw new Error('no lookup');
    const rule = one.applies.by === 'rule' ? one.applies.rule : undefined;
    const nobody = {
      ...one,
      whom: { type: 'group' as const, group: 'ops' },
      applies: { by: 'nothing' as never },
      policy: undefined,
    };
    const rows = cellsOf(
      'who',
      read({ lookups: { value: [{ ...one, passedOver: rule ? [rule] : [] }, nobody] } }),
    );
    expect(rows).toEqual([
      ['pass', 'ada@example.com', 'eng.toml', 'by the rule for eng; 1 later rule does not apply'],
      ['warn', 'group ops', 'no policy', 'nothing'],
    ]);
  });

  it.each([
    [0, '/etc/codex/requirements.toml', undefined],
    [2, '/etc/codex/requirements.toml', 3],
    [4, '/h/b.rules', undefined],
    [8, 'map.yaml', 4],
    [9, 'decisions.yaml', 3],
    [10, '/p/AGENTS.md', undefined],
  ])('number %i is edited in %s at its line', (at, file, line) => {
    const [, effect] = pressed({ ...read(), cursor: { policy: at } }, ['e']);
    const where = line === undefined ? { file } : { file, line };
    expect(effect).toMatchObject({ name: 'edit-policy', input: where });
  });

  it('are sorted by state, what needs attention first, and by each other column', () => {
    const first = (...keys: string[]) => policyRows(press(read(), ...keys)).map(({ verdict }) => verdict);
    expect(first('O').slice(0, 4)).toEqual(['fail', 'fail', 'fail', 'pass']);
    expect(first('O').at(-1)).toBeUndefined();
    expect(first('O', 'O')[0]).toBeUndefined();
    const parts = policyRows(press(read(), 'O', 'O', 'O')).map(({ section }) => section);
    expect(parts).toEqual(parts.toSorted());
  });

  it('keep the cursor on a row when they are read again with others above', () => {
    const at = press({ ...read(), filter: { policy: 'git' } }, 'esc', 'enter');
    const found = [
      { effect: 'ignored' as const, place: place(1), field: 'x', message: 'unknown', remedy: 'remove it' },
    ];
    const again = change(at, (now) =>
      policyRead(now, { ...whole, explanation: { value: { ...explanation, findings: found } } }, readAt),
    );
    expect(policyRows(again)[again.cursor.policy ?? 0]?.cells[0]).toBe('git push');
    expect(again.detail?.of).toBe('row');
  });

  it('are copied by their name and what it is, and whole when they are open', () => {
    const at = { ...read(), filter: { policy: 'approval_policy' } };
    expect(pressed(at, ['y'])[1]?.input).toBe('approval_policy not asked gets "never"');
    expect(pressed(press(at, 'enter'), ['y'])[1]?.input).toContain('What a user gets from codex-cli 0.139.0');
  });

  it('obey no control sequence of a file, at any size', () => {
    const evil = read({
      rules: { missing: hostile },
      lookups: { missing: hostile },
      chain: { missing: hostile },
    });
    for (const [width, height] of [
      [60, 16],
      [80, 23],
      [200, 50],
    ] as const)
      for (const one of [press(evil, 'G'), press(evil, 'G', 'enter')]) {
        const frame = wholeFrame({ ...one, page: { columns: width, rows: height - 5 } }, { width, height });
        expect(frame).toContain('evil');
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what must never reach a terminal.
        expect(frame).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      }
  });
});

describe('a session that only looks', () => {
  it('asks everything that others ask: nothing is recorded', () => {
    const reader = { ...state, readOnly: true };
    for (const key of ['r', 'c', 'l', 's', 'i']) expect(refusalOf(reader, key)).toBeUndefined();
    expect(hintsIn(reader, { width: 190, height: 23 })).toEqual(
      expect.arrayContaining(['c check config', 'l lint', 's explain', 'i instructions']),
    );
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
    // It was tried: it is not tried again by itself.
    expect(pressed(failed, ['j'])).toHaveLength(1);
    expect(pressed(failed, ['r'])[1]?.name).toBe('read-policy');
  });
});
