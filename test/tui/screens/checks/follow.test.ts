import { describe, expect, it } from 'vitest';
import type { SuiteEvent } from '../../../../src/app/checks/run-suite.ts';
import { followRunning } from '../../../../src/tui/screens/checks/follow.ts';
import { selectedCheck } from '../../../../src/tui/screens/checks/rows.ts';
import { followRun } from '../../../../src/tui/screens/checks/run.ts';
import { initialState, type State } from '../../../../src/tui/shell/state.ts';
import { checkOf } from '../../../support/recorded-builders.ts';
import { change, press, refusalOf } from '../../support.tsx';
import { checksOf, suiteOf } from './support.ts';

const ids = ['a.one', 'b.two', 'c.three', 'd.four'];
const suite = suiteOf(...ids);
const idle = checksOf(ids.map((check) => ({ check })));

/** Lets a run go on: each event as the screen hears of it. */
function hear(state: State, ...events: SuiteEvent[]): State {
  return events.reduce((before, event, place) => {
    const heard = change(before, (now) => ({ ...now, run: followRun(now.run, event, 100 + place) }));
    return followRunning(heard);
  }, state);
}

const started: SuiteEvent = {
  ...{ type: 'started', run: 'r', suite: 's', pin: '0.139.0', cliPath: '/c' },
  checks: suite.checks,
};
const starts = (check: string): SuiteEvent => ({ type: 'check-started', check });
const ends = (check: string): SuiteEvent => ({
  type: 'check-finished',
  result: checkOf({ check, seq: 50 + ids.indexOf(check) }),
});

const selected = (state: State) => selectedCheck(state)?.check.id;

describe('F', () => {
  const running = hear(idle, started, starts('b.two'));

  it('puts the cursor on the running check, and stays with what runs', () => {
    const following = press({ ...running, cursor: { checks: 2 } }, 'F');
    expect(selected(following)).toBe('b.two');
    const later = hear(following, starts('d.four'));
    expect(selected(later)).toBe('b.two');
    expect(selected(hear(later, ends('b.two')))).toBe('d.four');
    expect(selected(hear(later, ends('b.two'), ends('d.four'), starts('a.one')))).toBe('a.one');
  });

  it('stops at a key that moves', () => {
    const moved = press(press(running, 'F'), 'j');
    const left = selected(moved);
    expect(left).not.toBe('b.two');
    const later = hear(moved, ends('b.two'), starts('d.four'));
    expect(selected(later)).toBe(left);
    expect(selected(hear(later, ends('d.four'), starts('a.one')))).toBe(left);
  });

  it('shows the next check from its first line where a detail is open', () => {
    const open = { ...press(running, 'F', 'enter'), page: { rows: 2, columns: 30 } };
    const scrolled = press(open, 'ctrl-d');
    expect(
      hear({ ...open, detail: { of: 'row', scroll: 3 } }, ends('b.two'), starts('c.three')).detail?.scroll,
    ).toBe(0);
    expect(scrolled.screen).toBe('checks');
  });

  it('without it the cursor stays on its check while rows move', () => {
    const kept = hear({ ...running, cursor: { checks: 1 } }, starts('d.four'), ends('b.two'));
    expect(selected(kept)).toBe(selected({ ...running, cursor: { checks: 1 } }));
  });

  it('says that there is nothing to follow', () => {
    expect(refusalOf(idle, 'F')).toBe('no run is in progress');
    const candidate = { ...running, run: { ...running.run, candidate: '0.150.0' } };
    expect(refusalOf(candidate, 'F')).toBe('no run is in progress');
  });
});

describe('a run of a candidate', () => {
  it('leaves the results of the pin in the list, and none of its own when it is over', () => {
    const result = checkOf({ check: 'a.one', seq: 60, verdict: 'fail', cliVersion: '0.150.0' });
    const run = [started, { type: 'check-finished', result } as const].reduce(
      (made, event) => followRun(made, event, 1, '0.150.0'),
      initialState.run,
    );
    const during = { ...idle, run };
    expect(selectedCheck(during)).toMatchObject({ check: { id: 'a.one' }, state: 'pass' });
    const next = followRun({ ...run, going: false }, { ...started, checks: suite.checks.slice(1) }, 2);
    expect(next.results).toEqual({});
  });
});
