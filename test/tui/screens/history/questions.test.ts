import { describe, expect, it } from 'vitest';
import { historyScreen } from '../../../../src/tui/screens/history/screen.tsx';
import { verifying } from '../../../../src/tui/screens/history/verified.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { rolloutStarted } from '../../../support/history.ts';
import { testWorld } from '../../../support/world.ts';
import { fill, frameOf, on, press, pressed, refusalOf, runCockpit, wholeFrame } from '../../support.tsx';
import { entry, historyOf } from './support.ts';

const history = historyOf([entry(7, rolloutStarted)]);
const momentHint = 'name a day (2026-11-20), a time, how long ago (7d), or the number of an entry';

describe('a question to the history', () => {
  it.each([
    ['v', 'verify', 'Is the history whole?'],
    ['R', 'review', 'What an auditor should look at: roles, own approvals, sign-offs, times'],
    ['K', 'public-keys', 'The public key that verifies checkpoints'],
  ])('%s is asked at once, and says what it is while it is being answered', (key, name, title) => {
    const [asked, effect] = pressed(history, [key]);
    expect(effect).toMatchObject({ name });
    expect(historyScreen.detail(asked)).toBe(`${title}\n\nreading…`);
    expect(press(asked, 'esc').detail).toBeUndefined();
  });

  it.each<[string, readonly string[], string, unknown]>([
    ['t', ['2026-11-20'], 'The rollout as of 2026-11-20', { moment: '2026-11-20' }],
    ['d', ['7d', ''], 'What differs between 7d and now', { from: '7d', to: undefined }],
    ['d', ['1', '2'], 'What differs between 1 and 2', { from: '1', to: '2' }],
    ['D', ['', ''], 'All decisions', { entry: undefined, cli: undefined }],
    ['D', ['12', ''], 'Decisions based on entry 12, directly or not', { entry: 12, cli: undefined }],
    ['D', ['', '0.139.0'], 'Decisions based on evidence gathered on CLI 0.139.0', { cli: '0.139.0' }],
    [
      'V',
      ['kept/', ''],
      'Is the history whole, and does it extend kept/?',
      { checkpoints: ['kept/'], keys: [] },
    ],
    ['P', ['a.proof', 'key.pub'], 'Does a.proof prove its entry?', { file: 'a.proof', key: 'key.pub' }],
  ])('%s with %j asks: %s', (key, values, title, input) => {
    const form = press(history, key);
    const filled = values.slice(0, -1).reduce((now, value) => fill(now, value), form);
    const [asked, effect] = pressed(press(filled, 'ctrl-u', ...(values.at(-1) ?? '')), ['enter']);
    expect(effect).toMatchObject({ input });
    expect(historyScreen.detail(asked)).toContain(`${title}\n\nreading…`);
  });

  it.each<[string, readonly string[], number, string]>([
    ['t', [''], 0, momentHint],
    ['d', ['', ''], 0, momentHint],
    ['D', ['x', ''], 0, '"x" is not the number of an entry. The list shows the numbers.'],
    ['D', ['0', ''], 0, '"0" is not the number of an entry'],
    ['D', ['12', '0.139.0'], 1, 'leave one of the two empty'],
    ['V', ['', ''], 0, 'name a checkpoint, a folder of them, or a public key'],
    ['P', ['', 'key.pub'], 0, 'name the file with the proof'],
    ['P', ['a.proof', ''], 1, 'a proof means nothing without the public key of the history'],
  ])('%s with %j is refused at field %i: %s', (key, values, active, refusal) => {
    expect(fill(press(history, key), ...values).overlay).toMatchObject({
      ...{ type: 'form', active },
      refusal: expect.stringContaining(refusal),
      fields: values.map((value) => ({ value })),
    });
  });

  it('can be asked by who only looks, and records nothing', () => {
    const me = { email: 'aud@example.com', roles: ['auditor' as const], hasKey: false };
    for (const state of [
      { ...history, readOnly: true },
      { ...history, me },
    ])
      for (const key of ['v', 'V', 'R', 't', 'd', 'D', 'K', 'P', '#', 'm'])
        expect(refusalOf(state, key)).toBeUndefined();
  });

  it('waits for the verification that is going on', () => {
    const busy = verifying(history, 'verifying');
    for (const key of ['v', 'V']) expect(refusalOf(busy, key)).toBe('the history is being verified');
    expect(refusalOf(busy, 'R')).toBeUndefined();
  });

  it('keeps what was typed when its form is left', () => {
    const left = press(history, 't', ...'2026-11', 'esc');
    expect(press(left, 't').overlay).toMatchObject({ restored: true, fields: [{ value: '2026-11' }] });
  });
});

describe('an answer', () => {
  it('is found by no later key than its own question, and is searched and copied', () => {
    const asked = press(history, 'R');
    expect(frameOf(asked)).toContain('╭─ History: answer ─');
    expect(historyScreen.links?.(asked)).toEqual([]);
    expect(press(asked, ']').notice).toContain('what is open is not a row of the list');
    expect(press(asked, '/').overlay).toMatchObject({ type: 'search' });
    expect(pressed(asked, ['y'])[1]).toMatchObject({
      input: expect.stringContaining('What an auditor should look at'),
    });
  });

  it('to a history that is not there says how to begin one', async () => {
    const { keys, see, cockpit } = runCockpit(testWorld());
    await see('no rollout yet');
    keys('3', 'R');
    await see('there is no history yet. Start a rollout on the Rollout screen: press 1, then n.');
    keys('esc', 't', '1', 'enter');
    await see('there is no history yet.');
    expect(cockpit.state().overlay).toMatchObject({ type: 'form', fields: [{ value: '1' }] });
    keys('esc', 'esc', '#', '1', 'enter');
    await see('there is no history yet.');
  });
});

describe('#', () => {
  it('asks where to go, and begins anew each time', () => {
    const form = press(history, '#');
    expect(form.overlay).toMatchObject({
      title: 'Go to an entry',
      fields: [{ label: 'Number, day or time', value: '', choices: ['first', 'last'] }],
    });
    expect(press(form, 'enter').overlay).toMatchObject({
      refusal: 'name an entry (12), first, last, a day (2026-11-20), or 7d',
    });
    expect(press(press(form, '1', '2', 'esc'), '#').overlay).toMatchObject({ fields: [{ value: '' }] });
  });

  it('goes there with the filter that is set, and shows what it does meanwhile', () => {
    const filtered: State = { ...history, filter: { history: 'who:ada' } };
    const [state, effect] = pressed(filtered, ['#', '1', '2', 'enter']);
    expect(effect).toMatchObject({
      name: 'jump',
      input: { to: '12', query: { line: 'who:ada', machine: false } },
    });
    expect([state.overlay, state.detail]).toEqual([undefined, undefined]);
  });

  it('is in the footer, which names the most useful keys first', () => {
    expect(wholeFrame(on('history'), { width: 200 }).split('\n').at(-1)).toMatch(
      /m machine rows {3}# go to {3}v verify {3}R review {3}/,
    );
  });
});
