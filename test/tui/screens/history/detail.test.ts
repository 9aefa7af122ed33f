import { describe, expect, it } from 'vitest';
import { historyScreen } from '../../../../src/tui/screens/history/screen.tsx';
import type { Doing, Effect, State } from '../../../../src/tui/shell/state.ts';
import { rolloutStarted } from '../../../support/history.ts';
import { statusOf } from '../../../support/recorded-builders.ts';
import { change, frameOf, press, pressed, type } from '../../support.tsx';
import { entry, historyOf } from './support.ts';

const history = historyOf([7, 5, 3].map((seq) => entry(seq, rolloutStarted)));

/** What an effect makes of the state where there is no database to read. */
async function withoutDatabase(state: State, effect: Effect | undefined): Promise<State> {
  let now = state;
  const doing: Partial<Doing> = {
    reading: (work) => work(undefined),
    change: (made) => {
      now = change(now, made);
    },
  };
  await effect?.carryOut(doing as Doing);
  return now;
}

describe('an open entry', () => {
  it('is read when it is opened, and says so meanwhile', () => {
    const [open, effect] = pressed(history, ['j', 'enter']);
    expect(effect).toMatchObject({ name: 'read-entry', input: 5 });
    expect(frameOf(open)).toContain('╭─ 5 rollout.started · 2/3 ');
    expect(historyScreen.detail(open)).toBe('reading…');
    expect(historyScreen.links?.(open)).toEqual([]);
  });

  it('is read once, and again only after more was recorded', () => {
    const open = press(history, 'enter');
    expect(pressed(open, ['esc', 'enter'])).toHaveLength(1);
    const later = change(open, (now) => ({ ...now, status: statusOf({ entries: 8 }) }));
    expect(pressed(later, ['esc', 'enter'])).toHaveLength(1);
    expect(pressed({ ...open, status: statusOf({ entries: 8 }) }, ['j'])[1]).toMatchObject({
      name: 'read-entry',
    });
  });

  it('that cannot be read says why in its place', async () => {
    const [open, effect] = pressed(history, ['enter']);
    const read = await withoutDatabase(open, effect);
    expect(historyScreen.detail(read)).toMatch(/there is no (entry|history|database)/);
    expect(historyScreen.links?.(read)).toEqual([]);
    expect(frameOf(read)).toContain('╭─ 7 rollout.started · 1/3 ');
  });

  it('is followed by the one below with ], which is read in turn', () => {
    const [next, effect] = pressed(history, ['enter', ']']);
    expect(effect).toMatchObject({ name: 'read-entry', input: 5 });
    expect(next).toMatchObject({ cursor: { history: 1 }, detail: { of: 'row', scroll: 0 } });
    expect(press(next, ']', ']').notice).toBe('this is the last one');
  });

  it('stays open on its entry when newer ones are recorded above it', () => {
    const open = press(history, 'j', 'enter');
    const newer = change(open, (now) => ({
      ...historyOf([9, 7, 5, 3].map((seq) => entry(seq, rolloutStarted))),
      cursor: now.cursor,
      detail: now.detail,
    }));
    expect(newer).toMatchObject({ cursor: { history: 2 }, detail: { of: 'row' } });
  });

  it('is searched with /, not filtered', () => {
    const typed = type(press(history, 'enter', '/'), 'acme');
    expect(typed).toMatchObject({ search: 'acme', filter: { history: '' }, overlay: { type: 'search' } });
    expect(press(typed, 'esc')).toMatchObject({ search: '', detail: { of: 'row' } });
  });
});

describe('the filter of the history', () => {
  it('looks through all of it as it is typed, from the newest on', () => {
    const [typed, effect] = pressed(history, ['/', 'w']);
    expect(effect).toMatchObject({
      name: 'find-history',
      input: { query: { line: 'w', machine: false }, from: 'newest' },
    });
    expect(typed.cursor.history).toBe(0);
    expect(frameOf(typed)).toContain('7');
  });

  it('is taken back by esc, and everything is found again', () => {
    const [cleared, effect] = pressed(history, ['/', 'w', 'enter', 'esc']);
    expect(cleared.filter.history).toBe('');
    expect(effect).toMatchObject({ input: { query: { line: '' } } });
  });
});
