import { describe, expect, it } from 'vitest';
import { checkRows } from '../../../../src/tui/screens/checks/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { checkOf, hostile } from '../../../support/recorded-builders.ts';
import { change, controls, frameOf, paneOf, press, type, wholeFrame } from '../../support.tsx';
import { checksOf } from './support.ts';

const ids = (state: State) => checkRows(state).map(({ check }) => check.id);
const selected = (state: State) => ids(state)[state.cursor.checks ?? 0];

const checks = checksOf([
  { check: 'a.quick', durationMs: 2, severity: 'info', summary: 'zebra' },
  { check: 'b.slow', durationMs: 90_000, severity: 'warn', verdict: 'fail', summary: 'apple' },
  { check: 'c.10', durationMs: 70, summary: 'mango' },
  { check: 'c.9', durationMs: 80, verdict: 'warn', summary: 'no plan' },
]);

describe('O sorts the checks', () => {
  it.each([
    ['CHECK', ['a.quick', 'b.slow', 'c.9', 'c.10']],
    ['SEVERITY', ['c.10', 'c.9', 'b.slow', 'a.quick']],
    ['TOOK', ['a.quick', 'c.10', 'c.9', 'b.slow']],
    ['FOUND', ['b.slow', 'c.10', 'c.9', 'a.quick']],
    ['STATE', ['b.slow', 'c.9', 'a.quick', 'c.10']],
  ])('by %s', (title, order) => {
    let state = press(checks, 'O', 'O');
    while (title !== 'STATE' && state.sort.checks?.by !== title) state = press(state, 'O');
    if (title === 'STATE') state = { ...checks, sort: {} };
    expect(ids(state)).toEqual(order);
    expect(paneOf(frameOf(state))[0]).toContain(`${title}↑`);
  });

  it('from the order by state on, and keeps the cursor on its check', () => {
    const chosen = press(checks, 'G');
    expect(selected(chosen)).toBe('c.10');
    for (let state = press(chosen, 'O'); state.sort.checks; state = press(state, 'O'))
      expect(selected(state)).toBe('c.10');
    expect(press(checks, 'O').sort.checks).toEqual({ by: 'STATE', descending: true });
  });
});

describe('the filter of the checks', () => {
  it.each([
    ['slow', ['b.slow']],
    ['FAIL', ['b.slow']],
    ['blocker', ['c.9', 'c.10']],
    ['title b.slow', ['b.slow']],
    ['mango', ['c.10']],
    ['c. !warn', ['c.10']],
    ['nothing-such', []],
  ])('finds by %j what the list and the title of a check say', (typed, found) => {
    expect(ids(type(press(checks, '/'), typed))).toEqual(found);
  });

  it('moves within what it finds while it is typed, and is kept by enter', () => {
    const typed = press(type(press(checks, '/'), 'c.'), 'down');
    expect(selected(typed)).toBe('c.10');
    expect(press(typed, 'enter')).toMatchObject({ overlay: undefined, filter: { checks: 'c.' } });
    expect(selected(press(typed, 'enter', 'esc'))).toBe('c.10');
  });
});

describe('when a result comes in', () => {
  it('the cursor stays on its check, which the run moves', () => {
    const chosen = press(checks, 'G');
    const fails = checkOf({ check: 'a.quick', seq: 99, verdict: 'fail' });
    const later = change(chosen, (now) => ({ ...now, run: { ...now.run, results: { 'a.quick': fails } } }));
    expect(ids(later)).toEqual(['b.slow', 'a.quick', 'c.9', 'c.10']);
    expect(selected(later)).toBe('c.10');
  });

  it('one that another process recorded is newer than that of a run here', () => {
    const here = checkOf({ check: 'c.10', seq: 50, verdict: 'fail' });
    const both = (seq: number) => {
      const state = checksOf([{ check: 'c.10', seq, summary: 'theirs' }]);
      return checkRows({ ...state, run: { ...state.run, results: { 'c.10': here } } })[0]?.state;
    };
    expect([both(49), both(51)]).toEqual(['fail', 'pass']);
  });
});

describe('a suite of 1,000 checks', () => {
  const [one] = checkRows(checks);
  const many = checksOf([{}]);
  const all = Array.from({ length: 1000 }, (_, place) => ({ ...one?.check, id: `n.${place}` }));
  const state = { ...many, suite: { ...many.suite, checks: all }, page: { rows: 18, columns: 80 } } as State;

  it('is drawn as far as it is seen, and gone through to its end', () => {
    const end = press(state, 'G');
    expect(selected(end)).toBe('n.999');
    const lines = wholeFrame(end, { width: 80 }).split('\n');
    expect(lines).toHaveLength(23);
    expect(lines.filter((line) => line.startsWith('│ ▸ '))).toEqual([expect.stringContaining('n.999')]);
    expect(frameOf(end)).toContain('1000/1000');
  });
});

describe('texts of any length and script', () => {
  it.each([
    [60, 15],
    [80, 23],
    [100, 29],
  ])('leave the name of each check whole in a terminal of %i by %i', (width, height) => {
    const summary = `日本語の長い説明文 ${hostile} ${'x'.repeat(300)}`;
    const frame = wholeFrame(
      checksOf([
        { check: 'config.strict-mode', summary },
        { check: 'cli.path', summary },
      ]),
      {
        width,
        height,
      },
    );
    expect(frame).toContain('config.strict-mode');
    expect(frame).toContain('cli.path');
    expect(frame).not.toMatch(controls);
  });
});
