import { describe, expect, it } from 'vitest';
import type { State } from '../../../../src/tui/shell/state.ts';
import { rolloutStarted } from '../../../support/history.ts';
import { statusOf } from '../../../support/recorded-builders.ts';
import { fill, on, press, pressed, refusalOf, wholeFrame } from '../../support.tsx';
import { entry, historyOf } from './support.ts';

const history: State = {
  ...historyOf([entry(7, rolloutStarted), entry(3, rolloutStarted)]),
  now: new Date('2026-11-20T13:00:00.000Z'),
  me: { email: 'ada@example.com', roles: ['rollout owner'], hasKey: false },
};

describe('p proves an entry', () => {
  it('offers the selected one, and a file named after it', () => {
    expect(press(history, 'j', 'p').overlay).toMatchObject({
      title: 'Prove that an entry is in the history',
      fields: [
        { label: 'Entry', value: '3' },
        { label: 'Write the proof to', value: 'entry-3.tlog-proof' },
      ],
    });
    expect(press(historyOf([]), 'p').overlay).toMatchObject({ fields: [{ value: '' }, { value: '' }] });
  });

  it.each([
    [['', 'a.proof'], 0, 'name the number of an entry'],
    [['x', 'a.proof'], 0, '"x" is not the number of an entry'],
    [['3', ''], 1, 'name a file for the proof'],
  ])('refuses %j at the field', (values, active, refusal) => {
    expect(fill(press(history, 'p'), ...values).overlay).toMatchObject({
      active,
      refusal: expect.stringContaining(refusal),
    });
  });

  it('looks first whether the entry can be proved', () => {
    expect(pressed(history, ['p', 'enter', 'enter'])[1]).toMatchObject({
      name: 'look-before-prove',
      input: { seq: 7, out: 'entry-7.tlog-proof' },
    });
  });
});

describe('x exports the entries', () => {
  it('all of them, or those that the filter finds where there is one', () => {
    const offered = (of: object) => ({ fields: [{}, {}, of, {}, {}] });
    expect(press(history, 'x').overlay).toMatchObject(offered({ value: 'all', choices: ['all'] }));
    const filtered = { ...history, filter: { history: 'who:ada' } };
    expect(press(filtered, 'x').overlay).toMatchObject(
      offered({ value: 'found by the filter', choices: ['all', 'found by the filter'] }),
    );
  });

  it.each<[State, readonly string[], object]>([
    [history, ['out.jsonl', 'jsonl', '', '', ''], { line: '', after: undefined, state: undefined }],
    [history, ['out.csv', 'csv', '', '12', 'kept'], { format: 'csv', after: 12, state: 'kept' }],
    [{ ...history, filter: { history: 'who:ada' } }, ['out', '', '', '', ''], { line: 'who:ada' }],
    [{ ...history, filter: { history: 'who:ada' } }, ['out', '', 'all', '', ''], { line: '' }],
  ])('as the form says', (state, values, input) => {
    let form = press(state, 'x');
    for (const value of values.slice(0, -1))
      form = press(value === '' ? form : press(form, ...value), 'enter');
    expect(pressed(press(form, ...(values.at(-1) ?? '')), ['enter'])[1]).toMatchObject({
      name: 'look-before-export',
      input,
    });
  });

  it('to a file that is named, after an entry that is a number', () => {
    expect(fill(press(history, 'x'), '').overlay).toMatchObject({ active: 1 });
    expect(press(history, 'x', 'enter', 'enter', 'enter', 'enter', 'enter').overlay).toMatchObject({
      active: 0,
      refusal: 'name a file; it is appended to when it is there',
    });
    expect(press(history, 'x', 'o', 'enter', 'enter', 'enter', 'x', 'enter', 'enter').overlay).toMatchObject({
      active: 3,
      refusal: expect.stringContaining('"x" is not the number of an entry'),
    });
  });
});

describe('b writes the bundle', () => {
  it('to an archive of today, unless another one is named', () => {
    expect(press(history, 'b').overlay).toMatchObject({ fields: [{ value: 'history-2026-11-20.tar.gz' }] });
    expect(fill(press(history, 'b'), '').overlay).toMatchObject({
      refusal: 'name an archive that ends in .tar.gz or .tgz, or a folder',
    });
  });
});

describe('c signs the present state', () => {
  it('needs a place only where later checkpoints go there too', () => {
    const form = press(history, 'c');
    expect(form.overlay).toMatchObject({
      fields: [
        { label: 'Write it there too', value: '' },
        { value: 'as before', choices: ['as before', 'there too', 'nowhere else'] },
      ],
    });
    expect(press(form, 'enter', 'down', 'enter').overlay).toMatchObject({
      active: 0,
      refusal: 'name a file, or a folder that ends in /, for the later ones',
    });
    expect(pressed(form, ['enter', 'enter'])[1]).toMatchObject({
      name: 'look-before-checkpoint',
      input: { to: undefined, later: 'as before' },
    });
    expect(pressed(form, [...'kept/', 'enter', 'down', 'enter'])[1]).toMatchObject({
      input: { to: 'kept/', later: 'there too' },
    });
  });

  it('needs a rollout, and a session that records', () => {
    const none = { ...history, status: statusOf({ rollout: undefined, entries: 3 }) };
    expect(refusalOf(none, 'c')).toBe('there is no rollout yet');
    expect(refusalOf({ ...history, readOnly: true }, 'c')).toBe('this session is read-only');
  });
});

describe('N makes another key', () => {
  it('asks, and says that the old one is kept', () => {
    const asked = press(history, 'N');
    expect(asked.overlay).toMatchObject({ question: 'Make another key that signs checkpoints?' });
    expect(wholeFrame(asked, { width: 120 })).toContain('the old key file is kept under another name');
    expect(wholeFrame(asked)).toContain('(1 entry):');
    expect(pressed(asked, ['n'])[1]).toBeUndefined();
  });

  it('is for platform engineers and rollout owners', () => {
    const me = { email: 'sue@example.com', roles: ['security owner' as const], hasKey: false };
    expect(refusalOf({ ...history, me }, 'N')).toBe('needs the role platform engineer or rollout owner');
  });
});

describe('what is written for an auditor', () => {
  it.each(['p', 'x', 'b'])('%s can be used by who only looks: nothing is recorded', (key) => {
    const me = { email: 'aud@example.com', roles: ['auditor' as const], hasKey: false };
    expect(refusalOf({ ...history, readOnly: true, me }, key)).toBeUndefined();
  });

  it.each(['p', 'x', 'b', 'c'])('%s says that there is nothing to write, or that it is being read', (key) => {
    expect(refusalOf(on('history', { status: statusOf({ entries: 0 }) }), key)).toBe('the history is empty');
    expect(refusalOf(on('history', { status: undefined }), key)).toBe('the history is being read');
  });

  it.each(['p', 'x', 'b', 'c'])('%s is left by esc, and shows again what was typed', (key) => {
    const left = press(history, key, 'ctrl-u', ...'kept', 'esc');
    expect(left.overlay).toBeUndefined();
    expect(press(left, key).overlay).toMatchObject({
      restored: true,
      fields: expect.arrayContaining([expect.objectContaining({ value: 'kept' })]),
    });
    expect(press(left, key, 'ctrl-r').overlay).toMatchObject({ restored: false });
  });
});
