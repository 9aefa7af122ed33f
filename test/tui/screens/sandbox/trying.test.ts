import { describe, expect, it } from 'vitest';
import { matrixFailed, sandbox } from '../../../../src/tui/screens/sandbox/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { testWorld } from '../../../support/world.ts';
import { carriedOut, formIn, hintsIn, refusedIn, valuesIn } from '../../asking.ts';
import { on, press, pressed, refusalOf, wholeFrame } from '../../support.tsx';
import { cell, exposed, finding, opens, place, read, shown, trial, tried, words } from './support.ts';

describe('the sandbox screen before anything was tried', () => {
  it('says what a profile is, what r will do, how long it takes, and what it leaves alone', () => {
    const text = words(on('sandbox'));
    expect(text).toContain('Press r to try what commands can do under each permission profile.');
    expect(text).toContain('what commands of a session may read, write and reach');
    expect(text).toContain('a few seconds for each');
    expect(text).toContain('your files, your CODEX_HOME and your sessions are not touched');
    expect(refusalOf(on('sandbox'), 'e')).toBe('no line of a file says what is expected here');
    expect(refusalOf(on('sandbox'), 'd')).toBe('the profiles were not tried twice since the start');
    expect(refusalOf(on('sandbox'), 'right')).toBe('no profile was tried yet');
  });

  it('tries as chosen, and says how far it is', () => {
    const [trying, effect] = pressed(on('sandbox', { readOnly: true }), ['r']);
    expect(effect).toMatchObject({
      name: 'try-profiles',
      input: { from: 'config.toml', layout: 'repository', live: false, fullAccess: false, outbound: 'none' },
    });
    const now = sandbox.of(trying);
    const half = { what: 'trying the profiles', since: 0, done: 2, planned: 4 };
    expect(shown(sandbox.set(trying, { ...now, trying: half }))).toContain('█████░░░░░ 2 of 4');
    for (const key of ['r', 'o', 'e']) expect(refusalOf(trying, key)).toBe('the profiles are being tried');
  });

  it('says why nothing could be tried, and keeps what was found before', () => {
    const before = tried(trial('dev', cell('x')));
    const failed = matrixFailed(before, 'profiles can be tried on Linux only so far');
    expect(shown(failed)).toContain('could not be tried: profiles can be tried on Linux only so far');
    expect(shown(failed)).toMatch(/✔ denied/);
  });
});

describe('the choices before a try', () => {
  const submit = (state: State, ...keys: string[]) => pressed(state, ['o', ...keys]);

  it('are those of the command, and are kept for the next try', () => {
    const state = on('sandbox');
    const form = press(state, 'o');
    expect(wholeFrame(form)).toContain('How should the profiles be tried?');
    const [begun, effect] = submit(
      state,
      ...['down', 'down', 'enter', 'enter', 'down', 'enter', 'down', 'enter', 'enter', 'enter'],
    );
    expect(effect?.input).toMatchObject({
      from: 'newest draft',
      layout: 'worktree',
      live: true,
      fullAccess: false,
    });
    const again = read({}, begun);
    expect(pressed(again, ['r'])[1]?.input).toMatchObject({ from: 'newest draft', live: true });
  });

  it('name single profiles', () => {
    const [, effect] = submit(on('sandbox'), 'enter', ...'dev, :workspace', ...Array(5).fill('enter'));
    expect(effect?.input).toMatchObject({ profiles: ['dev', ':workspace'] });
  });
});

describe('what follows from the matrix', () => {
  it('is an edit at the line that says what is expected', () => {
    const state = tried(
      trial('a', cell('x')),
      trial('b', cell('x', { ...opens, place: { ...place, line: 9 } })),
    );
    expect(pressed(state, ['e'])[1]).toMatchObject({
      name: 'edit-profile',
      input: { file: 'config.toml', line: 9 },
    });
    expect(refusalOf(tried(trial('a', cell('x', exposed))), 'e')).toBe(
      'no line of a file says what is expected here',
    );
    const findings = read({ trials: [trial('dev', cell('x'))], findings: [finding] });
    expect(pressed(findings, ['e'])[1]?.input).toEqual(finding.place);
  });

  it('is no edit of a file where the profiles are those of an artifact', () => {
    const ofDraft = { ...cell('x'), place: { ...place, file: 'approved-profiles' } };
    const begun = press(on('sandbox'), 'o', 'down', 'enter', ...Array(5).fill('enter'));
    expect(refusalOf(read({ trials: [trial('a', ofDraft)] }, begun), 'e')).toContain(
      'the artifact approved-profiles',
    );
  });

  it('is a comparison with the time before', () => {
    const first = tried(trial('dev', cell('read:~/.ssh', opens), cell('y')));
    const second = read(
      { trials: [trial('dev', cell('read:~/.ssh'), cell('y')), trial('new', cell('y'))] },
      first,
    );
    expect(shown(press(second, 'd'), 120)).toMatch(
      /dev +read:~\/\.ssh +allowed, opens → denied, as expected/,
    );
    const same = read({ trials: [trial('dev', cell('read:~/.ssh'), cell('y'))] }, second);
    expect(shown(press(same, 'd'))).toContain('Everything that was tried both times was found the same.');
  });

  it('is a lint of the text, of CODEX_HOME or of a file', () => {
    const [asked, effect] = pressed(on('sandbox'), ['l', ...'team.toml', 'enter']);
    expect(effect).toMatchObject({ name: 'sandbox-lint', input: { file: 'team.toml' } });
    expect(shown(asked)).toContain('What the CLI ignores or reads otherwise in team.toml');
  });

  it('says to try again after the edit, unless the editor failed, which is said instead', async () => {
    const state = tried(trial('a', cell('x')));
    const edited = async (fault?: string) => {
      const edit = async (_: unknown, next?: string) => {
        said = fault ?? next;
      };
      let said: string | undefined;
      const after = await carriedOut(pressed(state, ['e']), { world: () => testWorld(), edit });
      return after.notice ?? said;
    };
    expect(await edited()).toBe('r tries the profiles again');
    expect(await edited('the editor failed')).toBe('the editor failed');
  });

  it('is copied: the name of a row, the text of an open one, what changed, or an answer', () => {
    const copied = (state: State) => String(pressed(state, ['y'])[1]?.input);
    const first = tried(trial('dev', cell('read:~/.ssh', opens)));
    const second = read({ trials: [trial('dev', cell('read:~/.ssh'))] }, first);
    expect(copied(second)).toBe('read:~/.ssh');
    expect(copied(press(second, 'enter'))).toMatch(/expected +denied[\s\S]+o tries sessions too/);
    expect(copied(press(second, 'd'))).toContain('allowed, opens → denied, as expected');
    const asked = press(second, 'l', 'enter');
    expect(press(asked, 'y').notice).toBe('nothing is selected');
  });
});

describe('the lint of a file that cannot be read', () => {
  const asked = (file: string) => {
    const world = testWorld();
    const step = pressed(on('sandbox'), ['l', ...file, 'enter']);
    return carriedOut(step, { world: () => world, signal: new AbortController().signal });
  };

  it('comes back in its form, at the field, with what was typed', async () => {
    const failed = await asked('gone.toml');
    expect(refusedIn(failed)).toMatch(/^File \(of CODEX_HOME\): gone\.toml/);
    expect(valuesIn(failed)).toEqual({ 'File (of CODEX_HOME)': 'gone.toml' });
    expect(press(failed, 'esc')).toMatchObject({ screen: 'sandbox', overlay: undefined, detail: undefined });
  });

  it('is found by ~', async () => {
    expect(refusedIn(await asked('~/gone.toml'))).toMatch(/: \/.*\/gone\.toml/);
  });
});

describe('a try that ends while a row is open', () => {
  const before = tried(trial('a', cell('x'), cell('y'), cell('z')));
  const open = press(before, 'j', 'enter', 'j');

  it('leaves that row open, where it is now', () => {
    const after = read(
      { trials: [trial('a', cell('x'), cell('y'), cell('z', opens))], findings: [finding] },
      open,
    );
    expect(after.detail).toEqual(open.detail);
    expect(wholeFrame(after, { width: 100 })).toContain('│ Sandbox › y');
  });

  it('closes it when it is gone, and shows the first row', () => {
    const after = read({ trials: [trial('a', cell('x'))] }, open);
    expect(after).toMatchObject({ detail: undefined, cursor: { sandbox: 0 } });
  });

  it('begins at the first row for who reads something on another screen, which stays open', () => {
    const elsewhere = { ...press(before, 'j', '3'), detail: { of: 'row', scroll: 2 } };
    const after = read({ trials: [trial('a', cell('z', opens), cell('y'))] }, elsewhere);
    expect(after).toMatchObject({
      screen: 'history',
      cursor: { sandbox: 0 },
      detail: { of: 'row', scroll: 2 },
    });
  });
});

describe('a session that only looks', () => {
  it('tries and asks everything: nothing is recorded', () => {
    const reader = on('sandbox', { readOnly: true });
    for (const key of ['r', 'o', 'l']) expect(refusalOf(reader, key)).toBeUndefined();
    expect(hintsIn(reader, { width: 190, height: 23 })).toEqual(
      expect.arrayContaining(['r try', 'o options', 'l lint']),
    );
    expect(hintsIn(reader, { width: 190, height: 23 })).not.toContain('right more profiles');
  });
});

describe('the form of the choices', () => {
  it('marks the profiles that were tried before, and keeps what was typed after esc', () => {
    const state = tried(trial('dev', cell('x')), trial(':workspace', cell('x')));
    const form = press(state, 'o', 'tab');
    expect(formIn(form).fields[1]).toMatchObject({ choices: ['dev', ':workspace'], many: true });
    const chosen = press(form, ...'wor', ',');
    expect(valuesIn(press(press(chosen, 'esc'), 'o'))['Only these (all)']).toBe(':workspace');
    expect(pressed(chosen, Array(5).fill('enter'))[1]?.input).toMatchObject({ profiles: [':workspace'] });
  });

  it.each([
    ['Profiles of', 0],
    ['Workspace is a', 2],
    ['In sessions too', 3],
    ['Without sandbox too', 4],
  ])('wants one of the choices for %s', (label, at) => {
    const emptied = press(on('sandbox'), 'o', ...Array(at).fill('tab'), 'backspace');
    const refusal = refusedIn(press(emptied, ...Array(6 - at).fill('enter')));
    expect(refusal).toBe(`${label}: choose one with the arrow keys, or type a part of it`);
  });
});
