import { describe, expect, it } from 'vitest';
import type { Rehearsal } from '../../../../src/domain/upgrade/rehearsal/rehearsal.ts';
import { loadUpgrade, upgrade, wantedOf } from '../../../../src/tui/screens/upgrade/read.ts';
import { differenceRows } from '../../../../src/tui/screens/upgrade/rows.ts';
import { upgradeScreen } from '../../../../src/tui/screens/upgrade/screen.tsx';
import { otherRun } from '../../../../src/tui/shell/guards.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { hostile } from '../../../support/recorded-builders.ts';
import { ratedDifference } from '../../../support/rehearsals.ts';
import {
  controls,
  frameOf,
  on,
  paneOf,
  press,
  pressed,
  refusalOf,
  type,
  wholeFrame,
} from '../../support.tsx';
import { differences, headOf, rehearsed } from './support.ts';

const ids = (state: State) => differenceRows(state).map(({ difference }) => difference.id);
const textOf = (state: State) => paneOf(frameOf(state, { width: 120, height: 70 })).join('\n');

describe('the differences of a rehearsal', () => {
  it('are listed below both programs, the verdict and what is in the way of an approval', () => {
    const [sides, verdict, views] = frameOf(rehearsed()).split('\n');
    expect(sides).toBe(
      'pin 0.139.0 (aaaaaaaa) → 0.169.0 (bbbbbbbb), age unknown   rehearsed 11-22 10:00 (entry 12)',
    );
    expect(verdict).toBe('✘ blocked: 1 blocker, 1 warning, 1 note · in the way (m): 1 blocker, 1 signature');
    expect(views).toContain('[differences]');
  });

  it('are listed by weight, each with what changed and the first line that uses it', () => {
    expect(paneOf(frameOf(rehearsed(), { width: 400 })).slice(0, 4)).toEqual([
      expect.stringMatching(/^ {2}WEIGHT↑ +AREA +WHAT +PIN → CANDIDATE +USED BY$/),
      expect.stringMatching(
        /^▸ ✘ blocker +commands +codex mcp-server +a command → not there +2 · review\.sh:4$/,
      ),
      expect.stringMatching(/^ {2}▲ warning +suite +cli\.doctor +pass \(info\) → warn \(info\)$/),
      expect.stringMatching(/^ {2}· note +features +apps +off → on$/),
    ]);
  });

  it.each([
    ['blocker', ['commands: codex mcp-server']],
    ['the check suite', ['suite: cli.doctor']],
    ['config.toml', ['commands: codex mcp-server']],
    ['command-gone', ['commands: codex mcp-server']],
    ['!note !warning', ['commands: codex mcp-server']],
  ])('are found by %j', (typed, found) => {
    expect(ids(type(press(rehearsed(), '/'), typed))).toEqual(found);
  });

  it('are sorted by any column', () => {
    const byArea = press(rehearsed({ sort: { upgrade: { by: 'AREA', descending: true } } }));
    expect(ids(byArea)).toEqual(['features: apps', 'commands: codex mcp-server', 'suite: cli.doctor']);
    const byUses = rehearsed({ sort: { upgrade: { by: 'USED BY', descending: true } } });
    expect(ids(byUses)[0]).toBe('commands: codex mcp-server');
  });

  it.each([60, 80, 100])('keep weight and name at a width of %i', (width) => {
    const frame = wholeFrame(rehearsed(), { width });
    for (const word of ['blocker', 'codex mcp-server', 'warning', 'cli.doctor', 'note', 'apps'])
      expect(frame).toContain(word);
  });

  it('have what it means and who uses it beside the list', () => {
    const frame = frameOf(rehearsed(), { height: 30 });
    expect(frame).toContain('││ blocker in commands and options: a command → not there');
    expect(frame).toContain('││   What to do: Call another command. (rule command-gone)');
    expect(frame).toContain('││   $CODEX_HOME/config.toml:9:1: command = ["codex", "mcp-server"]');
    expect(frameOf(press(rehearsed(), 'j'))).toContain('No rule speaks of this: look at it yourself.');
    expect(frameOf(press(rehearsed(), 'j', 'j'))).toContain('nothing of yours was seen to use it');
  });
});

describe('an open difference', () => {
  it('has the witness for both, what it came to, and what was seen of both', () => {
    const text = textOf(press(rehearsed(), 'enter'));
    expect(text).toMatch(/Tried\n +exit 0 on the pin, exit 2 on the candidate\n/);
    expect(text).toMatch(/It said on the pin:\n +Usage: codex mcp-server/);
    expect(text).toMatch(/Witness on the pin\n +\(\n +CODEX='\/opt\/codex-0\.139\.0'/);
    expect(text).toMatch(/Witness on the candidate\n +\(\n +CODEX='\/opt\/codex-0\.169\.0'/);
    expect(text).toMatch(/Seen on the pin\n +Run Codex as an MCP server/);
    expect(text).toMatch(/Seen on the candidate\n +error: unrecognized subcommand/);
  });

  it('has its witness copied for both, also where it was not tried', () => {
    const copied = pressed(press(rehearsed(), 'enter'), ['y'])[1];
    expect(copied?.input).toMatch(
      /# On the pin, 0\.139\.0\n\(\nCODEX='\/opt\/codex-0\.139\.0'[\s\S]*# On the candidate, 0\.169\.0\n\(\nCODEX='\/opt\/codex-0\.169\.0'/,
    );
    const note = pressed(press(rehearsed(), 'G', 'enter'), ['y'])[1];
    expect(note?.input).toContain('"$CODEX" features list | grep apps');
    expect(pressed(rehearsed(), ['y'])[1]?.input).toBe('commands: codex mcp-server');
  });

  it('leads to the check that judged otherwise, and to the entry of the rehearsal', () => {
    const open = press(rehearsed(), 'j', 'enter');
    expect(upgradeScreen.links?.(open).map(({ label }) => label)).toEqual([
      'check cli.doctor',
      'entry 12: rehearsed by bob@example.com',
    ]);
    expect(press(open, 'enter', 'down', 'enter').screen).toBe('history');
    expect(upgradeScreen.links?.(press(rehearsed(), 'enter'))).toHaveLength(1);
  });

  it('opens its line in the editor, and asks which where there are several', () => {
    const asked = press(rehearsed(), 'e');
    expect(asked.overlay).toMatchObject({
      fields: [{ value: 'ci/review.sh:4:1', choices: ['ci/review.sh:4:1', '$CODEX_HOME/config.toml:9:1'] }],
    });
    expect(pressed(asked, ['enter'])[1]).toMatchObject({ name: 'edit-use', input: { file: 'ci/review.sh' } });
    expect(pressed(asked, ['down', 'enter'])[1]?.input).toMatchObject({ line: 9 });
    const one = rehearsed({ all: [ratedDifference()] });
    expect(pressed(one, ['e'])[1]).toMatchObject({ input: { file: 'ci/review.sh', line: 4 } });
    expect(refusalOf(press(rehearsed(), 'j'), 'e')).toBe('no line of yours was seen to use it');
  });

  it('keeps a line a line, whatever the CLI said', () => {
    const all = [
      ratedDifference({
        ...{ id: hostile, key: hostile, pin: hostile, candidate: hostile },
        raw: { pin: hostile, candidate: hostile },
        rule: { id: 'x', why: hostile, remedy: hostile },
        where: [hostile],
        tried: {
          script: { pin: hostile, candidate: hostile },
          pin: { exit: 0, said: hostile },
          candidate: { exit: null, said: hostile },
          confirmed: false,
        },
        uses: ratedDifference().uses.map((use) => ({
          ...use,
          text: hostile,
          place: { file: hostile, line: 1, column: 1 },
        })),
      }),
    ];
    const cli = { version: hostile, path: hostile, sha256: hostile };
    const state = rehearsed({ all, rehearsal: { pin: cli, candidate: cli }, read: { fault: hostile } });
    for (const shown of [state, press(state, 'enter'), press(state, 'enter', 'G'), press(state, 'm')])
      expect(wholeFrame(shown, { width: 120, height: 50 })).not.toMatch(controls);
  });
});

describe('what is in the way of an approval', () => {
  it('is named in full, with the keys that help, and leads to the entries', () => {
    const waiver = {
      ...{ rehearsal: 'x', difference: 'commands: codex mcp-server', reason: 'soon', by: 'sue@example.com' },
      ...{ role: 'security owner' as const, at: '', expiresAt: '2026-12-22T00:00:00.000Z', seq: 14 },
    };
    const state = press(rehearsed({ decision: { waivers: [waiver] } }), 'm');
    const text = textOf(state);
    expect(text).toContain('- blocker: commands: codex mcp-server');
    expect(text).toContain('or: w waives it for a while');
    expect(text).toMatch(/nobody signed as security owner\n +S signs/);
    expect(text).toContain('waived      commands: codex mcp-server by sue@example.com until 2026-12-22');
    expect(text).not.toContain('codex-cockpit');
    expect(upgradeScreen.links?.(state).map(({ label }) => label)).toContain(
      'entry 14: waived commands: codex mcp-server',
    );
    expect(pressed(state, ['y'])[1]?.input).toContain('In the way of an approval');
  });

  it('is nothing while a waiver of the blocker is current', () => {
    const waiver = {
      ...{
        rehearsal: 'x',
        difference: 'commands: codex mcp-server',
        reason: 'retired soon',
        seq: 14,
        at: '',
      },
      ...{ by: 'sue@example.com', role: 'security owner' as const, expiresAt: '2026-12-22T00:00:00.000Z' },
    };
    const state = rehearsed({ decision: { waivers: [waiver], obstacles: [] } });
    expect(frameOf(state)).toContain('nothing is in the way of an approval');
    expect(paneOf(frameOf(state))[1]).toMatch(/▸ ◇ waived +commands/);
    expect(frameOf(state)).toContain('waived by sue@example.com until 2026-12-22: retired soon');
    const later = { ...state, now: new Date('2027-01-01T00:00:00.000Z') };
    expect(paneOf(frameOf(later))[1]).toMatch(/▸ ✘ blocker +commands/);
  });

  it('is not known without a rollout', () => {
    const state = rehearsed({ read: { decision: undefined } });
    expect(frameOf(state).split('\n')[1]).toBe('✘ blocked: 1 blocker, 1 warning, 1 note');
    const none = { ...state, status: { ...state.status, rollout: undefined } } as State;
    expect(refusalOf(none, 'm')).toBe('there is no rollout yet');
  });
});

describe('another rehearsal', () => {
  it('is chosen by its entry, and then read', () => {
    const one = rehearsed();
    const head = upgrade.of(one).heads[0];
    if (!head) throw new Error('no rehearsal');
    const older = headOf(upgrade.of(one).shown?.rehearsal as Rehearsal, 7);
    const state = upgrade.set(one, { ...upgrade.of(one), heads: [head, older] });
    const form = press(state, 'c');
    expect(form.overlay).toMatchObject({ fields: [{ value: '12', choices: ['12', '7'] }] });
    const [chosen, effect] = pressed(form, ['down', 'enter']);
    expect(upgrade.of(chosen).chosen).toBe(7);
    expect(effect).toMatchObject({ name: 'read-upgrade' });
    expect(refusalOf(one, 'c')).toBe('there is no other rehearsal');
  });

  it('that is not the newest says so', () => {
    const state = rehearsed();
    const { heads, shown } = upgrade.of(state);
    const newer = headOf(shown?.rehearsal as Rehearsal, 30);
    expect(frameOf(upgrade.set(state, { ...upgrade.of(state), heads: [newer, ...heads] }))).toContain(
      '(entry 12, 1 newer one)',
    );
  });
});

describe('a screen without a rehearsal', () => {
  const none = rehearsed({ read: { heads: [], shown: undefined, decision: undefined } });

  it('says what a rehearsal is and what it leaves alone', () => {
    const frame = frameOf(none, { width: 100 });
    expect(frame).toContain('what breaks for us');
    expect(frame).toContain('Your files and your CODEX_HOME are not touched');
    expect(frame).toContain('No version is installed side by side yet.');
    expect(refusalOf(none, 'm')).toBe('nothing was rehearsed yet');
    expect(press(none, 'enter').detail).toBeUndefined();
  });

  it('names what is installed, what is under way, and what went wrong', () => {
    const set = (more: object) => upgrade.set(none, { ...upgrade.of(none), ...more });
    expect(frameOf(set({ versions: ['0.150.0', '0.169.0'] }))).toContain(
      'Installed versions: 0.150.0, 0.169.0.',
    );
    const going = otherRun.set(none, { what: 'the rehearsal', since: 0, stopping: false });
    expect(frameOf(going)).toContain('The rehearsal is in progress');
    expect(frameOf(set({ isRead: false }))).toContain('reading the history…');
    expect(frameOf(set({ fault: 'the stored text is not whole. Rehearse again.' }))).toContain(
      '✘ not everything could be read: the stored text is not whole',
    );
    expect(frameOf(on('upgrade', { status: undefined }))).toContain('reading the history…');
  });

  it('says that both were seen to do the same', () => {
    expect(frameOf(rehearsed({ all: [] }))).toContain('No difference was seen.');
    expect(frameOf(type(press(rehearsed(), '/'), 'nothing'))).toContain('no difference passes the filter');
  });
});

describe('what is read again', () => {
  it('is only what may have changed, and nothing while work is in progress', () => {
    const state = rehearsed();
    expect(loadUpgrade(state)).toEqual([state]);
    const later = { ...state, now: new Date('2026-11-22T13:00:00.000Z') };
    expect(loadUpgrade(later)[1]).toMatchObject({ name: 'read-upgrade', input: wantedOf(later) });
    const running = otherRun.set(later, { what: 'a rehearsal', since: 0, stopping: false });
    expect(loadUpgrade(running)).toEqual([running]);
    expect(loadUpgrade(on('upgrade', { status: undefined }))).toHaveLength(1);
  });
});

describe('the palette', () => {
  it('finds a difference and opens it', () => {
    const state = press(type(press({ ...rehearsed(), screen: 'checks' }, ':'), 'mcp-server'), 'enter');
    expect(state).toMatchObject({ screen: 'upgrade', detail: { of: 'row' } });
    expect(ids(state)[state.cursor.upgrade ?? -1]).toBe('commands: codex mcp-server');
    expect(differences).toHaveLength(3);
  });
});
