import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SuiteEvent } from '../../../src/app/checks/run-suite.ts';
import { parseSuite } from '../../../src/domain/checks/parse-suite.ts';
import { deriveRollout } from '../../../src/domain/rollout/derive-rollout.ts';
import { matches } from '../../../src/tui/components/matches.ts';
import { checkRows } from '../../../src/tui/screens/checks/rows.ts';
import { breakOff, followRun } from '../../../src/tui/screens/checks/run.ts';
import { registry } from '../../../src/tui/screens/registry.ts';
import { refused } from '../../../src/tui/shell/decision.ts';
import { bindingsOn } from '../../../src/tui/shell/keys/keymap.ts';
import { chooseTheme } from '../../../src/tui/shell/look/theme.ts';
import { paletteEntries } from '../../../src/tui/shell/palette/entries.ts';
import { topScreens } from '../../../src/tui/shell/screen.ts';
import { cursorOf, initialState, type State } from '../../../src/tui/shell/state.ts';
import { recordOf, statusOf } from '../../support/recorded-builders.ts';
import { evidenceOf, runbookOf } from '../../support/rollout-builders.ts';
import { itemText } from '../../support/runbooks.ts';
import { press, pressed, refusalOf, type } from '../support.tsx';

const suite = parseSuite(readFileSync('checks/upgrade.yaml', 'utf8'), 'checks/upgrade.yaml');
const status = statusOf({ rollout: undefined, lastRun: undefined, entries: 0 });
const loaded: State = { ...initialState, suite, status, screen: 'checks' };
const screens = registry.screens.map(({ id }) => id);

describe('the keymap', () => {
  it.each(screens)('binds no key twice on the screen %s', (screen) => {
    const keys = bindingsOn(registry, screen).flatMap((binding) => binding.keys);
    expect(keys).toHaveLength(new Set(keys).size);
  });

  it('gives every command a description, and a key unless it shows a screen behind the tenth', () => {
    for (const { command, keys, description } of registry.keymap)
      expect([keys.length > 0 || command.startsWith('screen-'), description.length > 0]).toEqual([
        true,
        true,
      ]);
  });

  it('leads to each screen by the palette, with a number or without', () => {
    for (const { id } of topScreens(registry.screens)) {
      const { description = '' } = registry.keymap.find(({ command }) => command === `screen-${id}`) ?? {};
      const found = paletteEntries(registry, loaded, description).find(({ kind }) => kind === 'screen');
      expect(found?.open(loaded, registry)[0].screen).toBe(id);
    }
  });

  it('says why a key cannot be used now', () => {
    const going: State = { ...loaded, run: { ...loaded.run, going: true } };
    expect(refusalOf(going, 'r')).toBe('a run is in progress');
    expect(refusalOf(loaded, 's')).toBe('no run is in progress');
    expect(press(loaded, 's').notice).toBe('stop the run: no run is in progress');
  });
});

it('runs nothing before the history is read: the pin is not known yet', () => {
  const unread: State = { ...loaded, status: undefined };
  for (const key of ['r', 'x']) expect(refusalOf(unread, key)).toBe('the history is being read');
});

describe('moving about', () => {
  it('stays inside the list', () => {
    expect(cursorOf(press(loaded, 'k'))).toBe(0);
    expect(press(loaded, 'j', 'j').cursor.checks).toBe(2);
    expect(press(loaded, 'G').cursor.checks).toBe(suite.checks.length - 1);
    expect(press(loaded, 'G', 'j', 'g').cursor.checks).toBe(0);
    const tall = { ...loaded, page: { rows: 40, columns: 80 } };
    // The frame of a list and a preview below it leave 23 rows to be seen.
    expect(press(tall, 'ctrl-d').cursor.checks).toBe(21);
    expect(press(tall, 'enter', 'ctrl-d').detail?.scroll).toBe(0);
  });

  it('goes round the screens with tab, and closes a detail on the way', () => {
    expect(press(loaded, 'enter', 'tab')).toMatchObject({ screen: 'history', detail: undefined });
    expect(press(loaded, 'shift-tab').screen).toBe('rollout');
    const once = topScreens(registry.screens).map(() => 'tab');
    expect(press(loaded, ...once).screen).toBe('checks');
  });

  it('scrolls an open detail and leaves it with escape', () => {
    expect(press({ ...loaded, page: { rows: 4, columns: 40 } }, 'enter', 'j', 'j').detail).toEqual({
      of: 'row',
      scroll: 2,
    });
    expect(press(loaded, 'enter', 'esc').detail).toBeUndefined();
  });
});

describe('filtering', () => {
  it('narrows while typing, starts at the top, and is cleared by escape', () => {
    const filtered = type(press(loaded, 'j', '/'), 'exec');
    expect(checkRows(filtered).map(({ check }) => check.id)).toEqual([
      'exec.smoke',
      'exec.output-schema',
      'exec.failure',
    ]);
    expect(filtered.cursor.checks).toBe(0);
    expect(checkRows(press(filtered, 'esc'))).toHaveLength(suite.checks.length);
  });

  it('is kept by enter and cleared by escape afterwards', () => {
    const kept = press(type(press(loaded, '/'), 'exec'), 'enter');
    expect([kept.overlay, kept.filter.checks]).toEqual([undefined, 'exec']);
    expect(press(kept, 'esc').filter.checks).toBe('');
  });

  it.each([
    ['cli.version Pinned pass', 'CLI', true],
    ['cli.version Pinned pass', 'cli fail', false],
    ['cli.version Pinned pass', '!fail', true],
    ['cli.version Pinned pass', 'cli !pass', false],
    ['anything', '!', true],
  ])('%j matches %j: %s', (text, filter, found) => {
    expect(matches(text, filter)).toBe(found);
  });
});

describe('what is written', () => {
  it('is asked for first, with what will be recorded', () => {
    const asked = press(loaded, 'x');
    expect(asked.overlay).toMatchObject({
      type: 'confirm',
      question: expect.stringContaining('Run cli.version'),
      records: ['run.started', 'check.finished, once, with evidence', 'run.finished'],
    });
    const [confirmed, ...effects] = pressed(asked, ['enter']);
    expect([confirmed.overlay, effects]).toMatchObject([
      undefined,
      [{ name: 'run', input: { ids: ['cli.version'] } }],
    ]);
    for (const key of ['esc', 'n']) {
      const [left, ...none] = pressed(asked, [key]);
      expect([left.overlay, none]).toEqual([undefined, []]);
    }
  });

  it('shows what a manual check asks, before that is attested', () => {
    const evidence = [evidenceOf({ key: 'look', outcome: 'manual', summary: 'manual: look at the window' })];
    const runbook = runbookOf(itemText('pilot.look', { evidence: '[{check: look}]' }));
    const { phases } = deriveRollout(recordOf({ evidence }), [runbook], new Date('2026-11-20T13:00:00.000Z'));
    const me: State['me'] = { email: 'ada@example.com', roles: ['rollout owner'], hasKey: false };
    const asked = press({ ...loaded, screen: 'rollout', status: statusOf({ phases }), me }, 'a', 'enter');
    expect(asked.overlay).toMatchObject({
      type: 'confirm',
      records: [
        'statement: manual: look at the window',
        expect.stringContaining('item.attested: pilot.look'),
      ],
    });
  });

  it('for all checks names their number', () => {
    expect(press(loaded, 'r').overlay).toMatchObject({
      question: expect.stringContaining(`Run ${suite.checks.length} checks`),
    });
  });

  it('starts a rollout with the name and pin of the form', () => {
    const form = press({ ...loaded, screen: 'rollout' }, 'n');
    const confirm = press(type(form, 'Acme'), 'enter', 'backspace', '8', 'enter');
    expect(confirm.overlay).toMatchObject({
      type: 'confirm',
      effect: { name: 'start-rollout', input: { name: 'Acme', pin: '0.139.8' } },
    });
  });

  it('keeps what was typed when it is refused', () => {
    const form = press({ ...loaded, screen: 'rollout' }, 'n');
    const asked = press(type(form, 'Acme'), 'enter', 'backspace', '8', 'enter');
    const filled = asked.overlay?.type === 'confirm' ? asked.overlay.form : undefined;
    expect(refused(press(asked, 'enter'), filled, 'there is a rollout already').overlay).toMatchObject({
      type: 'form',
      fields: [{ value: 'Acme' }, { value: '0.139.8' }],
      active: 1,
      refusal: 'there is a rollout already',
    });
    expect(press(press({ ...loaded, screen: 'rollout' }, 'n'), 'enter', 'enter').overlay).toMatchObject({
      refusal: 'a rollout needs a name',
    });
  });

  it('is not left behind when a run is going: quitting asks first', () => {
    const going: State = { ...loaded, run: { ...loaded.run, going: true } };
    expect(press(going, 'q').overlay).toMatchObject({ question: 'A run is in progress. Stop it and quit?' });
    expect(pressed(going, ['q', 'enter'])[1]).toMatchObject({ name: 'leave', input: 0 });
    expect(pressed(loaded, ['q'])[1]).toMatchObject({ name: 'leave', input: 0 });
    expect(pressed(press(loaded, '?'), ['ctrl-c'])[1]).toMatchObject({ name: 'leave', input: 130 });
  });
});

describe('the palette', () => {
  it('finds a command, goes to its screen and carries it out', () => {
    const found = type(press({ ...loaded, screen: 'rollout' }, ':'), 'run all');
    expect(paletteEntries(registry, found, 'run all')[0]).toMatchObject({
      kind: 'command',
      words: 'run-all',
    });
    expect(press(found, 'enter')).toMatchObject({ screen: 'checks', overlay: { type: 'confirm' } });
  });

  it('says why a command cannot be carried out', () => {
    const going: State = { ...loaded, run: { ...loaded.run, going: true } };
    expect(press(type(press(going, ':'), 'run all'), 'enter').notice).toBe(
      'run all checks: a run is in progress',
    );
  });
});

describe('a run', () => {
  const [first, second] = suite.checks;
  const ids = [first, second].flatMap((check) => (check ? [check] : []));
  const follow = (state: State, event: SuiteEvent, at: number): State => ({
    ...state,
    run: followRun(state.run, event, at),
  });
  const event: SuiteEvent = {
    type: 'started',
    run: 'r',
    suite: 's',
    pin: '0.139.0',
    cliPath: '/c',
    checks: ids,
  };
  const started = follow(loaded, event, 100);
  const running = follow(started, { type: 'check-started', check: 'cli.version' }, 200);

  it('shows checks as waiting, then running, then with their verdict', () => {
    expect(checkRows(running).slice(0, 3)).toMatchObject([
      { runningSince: 200, waiting: false },
      { waiting: true },
      { waiting: false },
    ]);
    expect(running.run.going).toBe(true);
  });

  it('is over when it broke off, with nothing left running', () => {
    expect(breakOff(running).run).toMatchObject({ going: false, runningSince: {} });
  });
});

describe('the theme', () => {
  it('puts a word beside every glyph, and leaves colours out when asked', () => {
    expect(chooseTheme({}).verdict('fail')).toEqual({ text: '✘ fail', colour: { color: 'red' } });
    expect(chooseTheme({ NO_COLOR: '1' }).verdict('fail')).toEqual({ text: '✘ fail', colour: {} });
    expect(chooseTheme({ CODEX_COCKPIT_ASCII: '1' }).verdict('fail').text).toBe('x fail');
  });
});
