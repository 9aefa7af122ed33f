import { describe, expect, it } from 'vitest';
import { sandboxScreen } from '../../../../src/tui/screens/sandbox/screen.tsx';
import { frameOf, press, type } from '../../support.tsx';
import { cell, exposed, finding, opens, read, shown, trial, tried, unproven, words } from './support.ts';

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
    expect(preview).toContain('Press l: the CLI ignores mistyped keys');
    expect(preview).not.toMatch(/codex-cockpit|--live/);
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

  it('is narrow: the probe and the first profile are seen at 60 columns', () => {
    const state = tried(trial('dev', cell('read:~/.ssh', opens)), trial('other', cell('read:~/.ssh')));
    const frame = frameOf(state, { width: 60, height: 11 });
    expect(frame).toMatch(/▸ ✘ +read:~\/\.ssh +✘ allowed/);
    expect(Math.max(...frame.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('has no cell where a profile was not asked a probe, and nothing to say of it', () => {
    const state = tried(trial('a', cell('x'), cell('y')), trial('b', cell('x')));
    expect(shown(state)).toMatch(/✔ +y +✔ denied +│/);
    expect(words(press(state, 'j', 'enter'), 120)).not.toMatch(/\bb denied/);
  });

  it('keeps the selected probe when it is filtered and found again', () => {
    const state = press(tried(trial('a', cell('x'), cell('y'), cell('z'))), 'j', 'j', '/', ...'z', 'enter');
    expect(sandboxScreen.rowIds(state)).toEqual(['z']);
    expect(press(state, 'esc').cursor.sandbox).toBe(2);
  });

  it('goes on to the next probe in an open one, and says where it ends', () => {
    const open = press(tried(trial('a', cell('x'), cell('y'))), 'enter', ']');
    expect(shown(open)).toContain('╭─ y · 2/2');
    expect(press(open, ']').notice).toContain('this is the last one');
  });
});
