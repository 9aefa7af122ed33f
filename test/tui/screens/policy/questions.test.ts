import { describe, expect, it } from 'vitest';
import { lintRows } from '../../../../src/tui/screens/policy/results.ts';
import { policy, policyRows } from '../../../../src/tui/screens/policy/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { testWorld } from '../../../support/world.ts';
import { carriedOut, formIn, refusedIn, valuesIn } from '../../asking.ts';
import { press, pressed, refusalOf, type, wholeFrame } from '../../support.tsx';
import { answeredWith, linted, lintRequest, report, shown, state } from './support.ts';

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
    const reading = press({ ...state, cursor: { policy: 1 } }, 'enter', 'j');
    const late = answeredWith(lintRequest, lintRows(report), '14:52', reading);
    expect(policyRows(late)[late.cursor.policy ?? 0]?.cells[0]).toBe('ada@example.com');
    expect(late.detail).toEqual(reading.detail);
    // On another screen nobody reads: the answer is selected for when they come back.
    const elsewhere = answeredWith(lintRequest, lintRows(report), '14:52', press(reading, '1'));
    expect(elsewhere.cursor.policy).toBe(0);
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

  it('keeps answers to different questions about one file apart', () => {
    const asked = (files: Record<string, string>, before = state) =>
      answeredWith({ type: 'explain', set: [], files }, [], '14:52', before);
    expect(policy.of(asked({ cloud: 'a.toml' }, asked({ mdm: 'a.toml' }))).results).toHaveLength(2);
    const kinds = answeredWith(
      { type: 'lint', file: 'requirements.toml', kind: 'config' },
      [],
      '14:53',
      linted,
    );
    expect(policy.of(kinds).results).toHaveLength(2);
    expect(policy.of(asked({ mdm: 'a.toml' }, asked({ mdm: 'a.toml' }))).results).toHaveLength(1);
  });

  it('begins with the file of the selected row, and offers the others', () => {
    expect(formIn(press(linted, 'j', 'l')).fields[0]).toMatchObject({
      value: 'requirements.toml',
      choices: ['requirements.toml'],
    });
    expect(valuesIn(press(state, 'l'))).toEqual({ File: '', Kind: 'by its name' });
    const kind = press(state, 'l', ...'a.toml', 'enter', ...'manag', 'enter');
    expect(policy.of(kind).working?.what).toBe('checking a.toml');
  });

  it('goes back with esc, and begins with what was typed before', () => {
    const left = press(state, 'c', 'ctrl-u', ...'/p', 'tab', ...'ci', 'esc');
    expect([left.overlay, left.screen]).toEqual([undefined, 'policy']);
    expect(valuesIn(press(left, 'c'))).toEqual({ Folder: '/p', 'Profile file (none)': 'ci' });
    expect(valuesIn(press(left, 'c', 'ctrl-r'))).toEqual({ Folder: '.', 'Profile file (none)': '' });
  });
});

describe('a question that cannot be answered', () => {
  /** Asks for the lint of a file that is not there. */
  const asked = (file: string) => {
    const world = testWorld();
    const [first, ...effects] = pressed(state, ['l', 'ctrl-u', ...file, 'enter', 'enter']);
    const outside = { world: () => world, codex: undefined, signal: new AbortController().signal };
    return { world, go: (now: State = first) => carriedOut([now, ...effects], outside), first };
  };

  it('comes back in its form, with what was typed and what was wrong', async () => {
    const failed = await asked('gone.toml').go();
    expect(refusedIn(failed)).toMatch(/gone\.toml/);
    expect(valuesIn(failed)).toEqual({ File: 'gone.toml', Kind: 'by its name' });
    expect(policy.of(failed).working).toBeUndefined();
    expect(press(failed, 'esc')).toMatchObject({ screen: 'policy', overlay: undefined });
  });

  it('finds a file by ~', async () => {
    const { world, go } = asked('~/gone.toml');
    expect(refusedIn(await go())).toContain(`${world.root}/gone.toml`);
  });

  it('is only told to a person who went elsewhere', async () => {
    const { first, go } = asked('gone.toml');
    const failed = await go(press(first, '3'));
    expect(failed).toMatchObject({ screen: 'history', overlay: undefined });
    expect(failed.notice).toContain('gone.toml');
  });

  it('is told where it was asked again without a form, and leaves the answer before', async () => {
    const world = testWorld();
    const again = await carriedOut(pressed(linted, ['x']), {
      world: () => world,
      signal: new AbortController().signal,
    });
    expect(again.overlay).toBeUndefined();
    expect(again.notice).toContain('requirements.toml');
    expect(policy.of(again).results).toHaveLength(1);
  });
});
