import { describe, expect, it } from 'vitest';
import type { MatrixCell, ProbeMatrix, ProfileTrial } from '../../../src/domain/sandbox/matrix/matrix.ts';
import { matrixFailed, matrixRead, sandbox } from '../../../src/tui/screens/sandbox/rows.ts';
import { sandboxScreen } from '../../../src/tui/screens/sandbox/screen.tsx';
import type { State } from '../../../src/tui/shell/state.ts';
import { frameOf, on, press, pressed, refusalOf, type, wholeFrame } from '../support.tsx';

const place = { file: 'config.toml', line: 4, column: 1 };

const cell = (probe: string, more: Partial<MatrixCell> = {}): MatrixCell => ({
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

const opens: Partial<MatrixCell> = { observed: { type: 'allowed' }, verdict: 'opens' };
const exposed: Partial<MatrixCell> = {
  ...{ expected: undefined, observed: { type: 'allowed' }, verdict: 'exposed' },
  ...{ risk: 'a command can ask the agent', place: undefined },
};
const unproven: Partial<MatrixCell> = {
  observed: { type: 'unknown', reason: 'this machine is offline' },
  verdict: 'unproven',
};

const trial = (profile: string, ...cells: MatrixCell[]): ProfileTrial => ({
  ...{ profile, mode: 'helper', type: 'tried', cells },
});

const none: ProbeMatrix = {
  ...{ version: '0.139.0', trials: [], findings: [], notices: [], notTried: [], asRoot: false },
};

const at = new Date('2026-11-21T14:50:00Z');

const read = (matrix: Partial<ProbeMatrix>, before: State = on('sandbox')) =>
  matrixRead(before, { matrix: { ...none, ...matrix }, choice: sandbox.of(before).choice, at });

const tried = (...trials: ProfileTrial[]) => read({ trials });

const shown = (state: State, width = 80) => frameOf(state, { width, height: 24 });

/** What is read, however the lines are broken. */
const words = (state: State, width = 80) => shown(state, width).replace(/[│\s]+/g, ' ');

const finding = {
  ...{ effect: 'ignored' as const, place: { file: 'config.toml', line: 4, column: 2 } },
  field: 'permissions.dev.filesytem',
  message: 'no version that was tried knows this key',
  remedy: 'Write filesystem.',
};

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

describe('the matrix', () => {
  it('says of each cell whether it is as intended, with a sign and not by its colour alone', () => {
    const frame = shown(
      tried(
        trial('good', cell('read:~/.ssh'), cell('net.agent', exposed), cell('net.out', unproven)),
        trial(
          'typo',
          cell('read:~/.ssh', opens),
          cell('net.agent'),
          cell('net.out', { verdict: 'not judged' }),
        ),
      ),
    );
    expect(frame).toMatch(/IS +PROBE +typo +good/);
    expect(frame).toMatch(/▸ ✘ +read:~\/\.ssh +✘ allowed +✔ denied/);
    expect(frame).toMatch(/▲ +net\.agent +✔ denied +▲ allowed/);
    expect(frame).toMatch(/○ +net\.out +· denied +○ unproven/);
    expect(frame).toContain('✘ 1 not as intended, ▲ 1 open, ○ 1 unproven, ✔ 2 as intended');
    expect(frame).toContain('tried 14:50 on 0.139.0: config.toml, repository; 2 profiles (right, left)');
  });

  it('explains the selected probe beside it: the rule, what to do, and the profiles side by side', () => {
    const state = tried(trial('good', cell('read:~/.ssh')), trial('typo', cell('read:~/.ssh', opens)));
    const preview = shown(state, 160);
    expect(preview).toContain('typo: allowed, and should be denied: "~/.ssh" = "deny"');
    expect(preview).toContain('codex-cockpit sandbox lint');
    expect(preview).toMatch(/PROFILE +EXPECTED +SEEN +IS/);
    expect(shown(press(state, 'enter'))).toMatch(/typo +denied +allowed +opens/);
  });

  it('begins with what is not as intended, then what is open, each in the order of the probes', () => {
    const state = tried(trial('a', cell('x'), cell('y', exposed), cell('z', opens), cell('w', opens)));
    expect(sandboxScreen.rowIds(state)).toEqual(['z', 'w', 'y', 'x']);
    expect(state.cursor.sandbox).toBe(0);
  });

  it('begins with the lines that the CLI ignores, and does not say that all is well', () => {
    const state = read({ trials: [trial('dev', cell('x'))], findings: [finding] });
    const frame = shown(state, 120);
    expect(frame).toMatch(/▸ ✘ +config\.toml:4:2 permissions\.dev\.filesytem/);
    expect(frame).toContain('1 line without effect');
    expect(frame).toContain('Write filesystem.');
    expect(words(press(state, 'enter'))).toContain('no version that was tried knows this key');
  });

  it('has a row for what was not tried, and for this machine', () => {
    const state = read({
      trials: [
        trial('a', cell('x')),
        {
          ...{ profile: 'b', mode: 'helper', type: 'not started' },
          reason: 'bwrap: no namespaces',
          remedy: 'Allow them.',
        },
      ],
      notices: [{ verdict: 'warn', message: 'the home may be written here', remedy: 'Move one.' }],
      asRoot: true,
    });
    expect(shown(state)).toMatch(/▲ +the home may be written here/);
    expect(shown(state)).toContain('run as root');
    const untried = press(state, 'g', 'j', 'enter');
    expect(shown(untried)).toContain('the sandbox did not start: bwrap: no namespaces');
  });

  it('shows further profiles to the right where there is no room', () => {
    const names = Array.from({ length: 12 }, (_, place) => `profile-${place + 1}`);
    const state = tried(...names.map((name) => trial(name, cell('x'))));
    expect(shown(state)).toMatch(/profile-1 .*profile-4/);
    expect(shown(state)).not.toContain('profile-12');
    expect(shown(state)).toContain('12 profiles (right, left)');
    const right = press(state, ...Array(20).fill('right'));
    expect(shown(right)).toMatch(/PROBE +profile-12/);
    expect(shown(right)).toContain('12 profiles, from number 12 on');
    expect(shown(press(right, ...Array(20).fill('left')))).toMatch(/PROBE +profile-1 /);
  });

  it('is found by what a cell says, and searched in when it is open', () => {
    const state = tried(trial('a', cell('x'), cell('y', opens)));
    const found = press(type(press(state, '/'), 'opens'), 'enter');
    expect(shown(found)).toMatch(/✘ +y/);
    expect(shown(found)).not.toMatch(/✔ +x/);
    expect(shown(press(type(press(state, '/'), 'nothing-such'), 'enter'))).toContain(
      'nothing passes the filter',
    );
    const searched = press(type(press(state, 'enter', '/'), 'observed'), 'enter');
    expect(searched).toMatchObject({ search: 'observed', detail: { of: 'row' } });
  });

  it('cannot change the terminal with names of profiles and places', () => {
    const state = read({
      trials: [trial('a\u001b[2Jb', cell('x\u001b]52;c;x\u0007', opens))],
      findings: [{ ...finding, field: '\u001b[2J' }],
      version: '0\u001b[2J',
    });
    for (const one of [state, press(state, 'enter'), press(state, 'j', 'enter')]) {
      expect(shown(one, 140)).not.toContain('\u001b');
      expect(shown(one, 140)).not.toContain('\u0007');
    }
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
});
