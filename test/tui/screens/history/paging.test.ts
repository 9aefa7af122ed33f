import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databasePath } from '../../../../src/app/world/database-path.ts';
import { openStore } from '../../../../src/store/connection/open.ts';
import { refreshHistory } from '../../../../src/tui/screens/history/find.ts';
import { found } from '../../../../src/tui/screens/history/found.ts';
import { historyRows } from '../../../../src/tui/screens/history/rows.ts';
import { historyScreen } from '../../../../src/tui/screens/history/screen.tsx';
import { verifiedAs, verifying } from '../../../../src/tui/screens/history/verified.tsx';
import { cursorOf, type State } from '../../../../src/tui/shell/state.ts';
import {
  checkFinished,
  draft,
  rolloutStarted,
  runFinished,
  runStarted,
  surfacesChosen,
  testSource,
} from '../../../support/history.ts';
import { statusOf } from '../../../support/recorded-builders.ts';
import { testWorld } from '../../../support/world.ts';
import { frameOf, on, paneOf, refusalOf, runCockpit, wholeFrame } from '../../support.tsx';

const within = { timeout: 30_000 };

/** The History screen over a database with a rollout, a run, and so many checks. */
async function history(checks: number, { filter = '' } = {}) {
  const world = testWorld();
  const path = databasePath(world);
  mkdirSync(dirname(path), { recursive: true });
  const store = await openStore(path, testSource());
  const finished = Array.from({ length: checks }, (_, n) => checkFinished('r1', `check.n${n}`));
  await store.append(() => [rolloutStarted, runStarted('r1'), ...finished].map((event) => draft(event)));
  onTestFinished(() => store.close());
  const { cockpit, keys, see } = runCockpit(world);
  await expect.poll(() => cockpit.state().status?.entries, within).toBe(checks + 2);
  keys('3');
  await see(`Decisions only; m shows ${checks + 1} more: ${checks} check.finished, 1 run.started`);
  keys('m');
  // A filter that finds everything leaves every entry a row of its own.
  if (filter !== '') {
    keys('/', ...filter, 'enter');
    await expect.poll(() => found.of(cockpit.state()).query.line, within).toBe(filter);
  } else {
    await see(`run: ${checks} checks, not finished (upgrade)`);
    keys('g', 'enter');
  }
  await see(`check.n${checks - 1}`);
  /** The number of the entry under the cursor. */
  const selected = () => historyScreen.rowIds(cockpit.state())[cursorOf(cockpit.state())];
  return { keys, see, cockpit, selected, store };
}

describe('the filter of the history', () => {
  it.each([
    ['rollout.started', 'started the rollout "Acme"'],
    ['rollout', 'started the rollout "Acme"'],
    ['2', /▸ .*run\.started/],
    ['roll', 'started the rollout "Acme"'],
    ['who:ada@example.com kind:rollout', 'started the rollout "Acme"'],
  ])('shows the same for %j while it is typed and once it is kept', async (typed, seen) => {
    const { keys, see, cockpit } = await history(3);
    keys('/', ...typed);
    await expect.poll(() => found.of(cockpit.state()).query.line, within).toBe(typed);
    await see(seen);
    const rows = historyScreen.rowIds(cockpit.state());
    keys('enter');
    await see(seen);
    expect(historyScreen.rowIds(cockpit.state())).toEqual(rows);
  });

  it('says why a filter cannot be read, in the place of what it would find', async () => {
    const { keys, see, cockpit } = await history(3);
    keys('/', ...'kind:check');
    await see('check.n0');
    keys(...'x');
    await see('kind "checkx": there is no such kind');
    keys('enter');
    await see('kind "checkx": there is no such kind');
    expect(cockpit.state().notice).toBeUndefined();
    keys('/', 'ctrl-u', ...'nothing-such');
    await see('no entry passes the filter');
  });
});

describe('the history', () => {
  it('has the same columns whichever entries are seen, and says when each was recorded', async () => {
    const { keys, see, cockpit } = await history(3);
    const headers = () => [80, 120].map((width) => paneOf(frameOf(cockpit.state(), { width }))[0]);
    await see('All entries, each run as one row');
    for (const header of headers()) expect(header).toMatch(/^ +WHEN +SEQ +WHO +WHAT$/);
    keys('m');
    await see('Decisions only');
    for (const header of headers()) expect(header).toMatch(/^ +WHEN +SEQ +WHO +WHAT$/);
  });

  it('shows what people decided, and counts what is left out', async () => {
    const { keys, see, cockpit } = await history(3);
    const kinds = () =>
      found
        .of(cockpit.state())
        .entries.map(({ event }) => event.kind)
        .join(' ');
    await see('All entries, each run as one row; m hides what the program recorded by itself');
    keys('m');
    await see('Decisions only; m shows 4 more: 3 check.finished, 1 run.started');
    expect(kinds()).toBe('rollout.started');
    keys('/', ...'kind:run.started', 'enter');
    await expect.poll(kinds, within).toBe('run.started');
    keys('/', 'ctrl-u', ...'pinned', 'enter');
    await see('No one decided anything here; m shows');
    await see('Decisions only; m shows 3 more: 3 check.finished');
    keys('m');
    await expect.poll(kinds, within).toBe('check.finished check.finished check.finished');
  });

  it('goes to an entry, a day, and says why it cannot', async () => {
    const { keys, see, selected, cockpit } = await history(3);
    keys('m');
    await see('Decisions only');
    const go = (to: string) => keys('#', ...to, 'enter');
    const goes = (seq: number) =>
      expect
        .poll(() => found.of(cockpit.state()).entries.find(({ id }) => id === selected())?.seq, {
          timeout: 30_000,
        })
        .toBe(seq);
    // An entry that is left out is shown with all others.
    go('3');
    await goes(3);
    await see('All entries');
    // The entries of this database are of that day.
    go('2026-11-20');
    await goes(5);
    go('1');
    await goes(1);
    keys('k');
    await goes(2);
    go('99');
    await see('there is no entry 99. The newest is 5.');
    keys('esc');
    go('2026-11-19');
    await see('nothing was recorded until 2026-11-20');
    keys('esc');
    go('first');
    await goes(1);
    go('last');
    await goes(5);
    go('soon');
    await see('"soon" is neither a number nor a moment');
  });
});

describe('the runs in the history', () => {
  it('are a row each, which enter opens and folds, and which counts what is added', async () => {
    const { keys, see, cockpit, store } = await history(3);
    const kinds = () =>
      historyRows(cockpit.state()).map((row) => (row.type === 'run' ? 'run' : row.entry.event.kind));
    expect(kinds()).toEqual([
      'run',
      'check.finished',
      'check.finished',
      'check.finished',
      'run.started',
      'rollout.started',
    ]);
    keys('g', 'enter');
    expect(kinds()).toEqual(['run', 'rollout.started']);
    expect(cockpit.state().detail).toBeUndefined();
    await store.append(() => [draft(checkFinished('r1', 'check.late')), draft(runFinished('r1'))]);
    keys('3');
    await see('run: 4 checks (upgrade)');
    expect(kinds()).toEqual(['run', 'rollout.started']);
    await see(/entries +2 to 7/);
  });

  it('are opened by going to an entry of theirs', async () => {
    const { keys, cockpit } = await history(3);
    keys('g', 'enter', '#', ...'3', 'enter');
    const seq = () => {
      const row = historyRows(cockpit.state())[cursorOf(cockpit.state())];
      return row?.type === 'entry' ? row.entry.seq : undefined;
    };
    await expect.poll(seq, within).toBe(3);
  });
});

describe('a run with more checks than are read at once', () => {
  const runLine = 'run: 1600 checks, not finished (upgrade)';

  it('is one row whose cursor stays, with all of its checks counted', async () => {
    const { keys, see, cockpit, selected, store } = await history(1600);
    keys('g', 'enter');
    await expect
      .poll(() => historyScreen.rowIds(cockpit.state()), within)
      .toEqual(['run r1', expect.any(String)]);
    await see(runLine);
    await see(/entries +2 to 1602/);
    keys('j');
    await see(/▸ .*1 +ada@example.com +rollout\.started/);
    keys('k');
    expect(selected()).toBe('run r1');
    await store.append(() => [draft(surfacesChosen), draft(checkFinished('r1', 'check.late'))]);
    keys('3');
    await see('run: 1601 checks');
    expect(selected()).toBe('run r1');
    expect(historyScreen.rowIds(cockpit.state())[0]).toBe('run r1');
    expect(historyScreen.rowCount(cockpit.state())).toBe(3);
    // Of a folded run one entry is enough.
    expect(found.of(cockpit.state()).entries.length).toBe(3);
  });

  it('is gone through to its first entry and back while it is open, on its row at the end', async () => {
    const { keys, see, cockpit, selected } = await history(1600);
    keys(...Array(1601).fill('j'));
    await see(/▸ .* 2 .*run\.started/);
    expect(found.of(cockpit.state()).entries.length).toBeLessThanOrEqual(1500);
    keys(...Array(1601).fill('k'));
    await see(/▸ .* 1602 .*run +. run: 1600 checks/);
    expect(selected()).toBe('run r1');
    keys('G');
    await see(/▸ .*1 +ada@example.com +rollout\.started/);
    keys('g');
    await expect.poll(selected, within).toBe('run r1');
    await see(runLine);
    keys('enter');
    await expect
      .poll(() => historyScreen.rowIds(cockpit.state()), within)
      .toEqual(['run r1', expect.any(String)]);
  });
});

describe('a history longer than what is read at once', () => {
  it('has its first entry at G, and its newest at g', async () => {
    const { keys, see, cockpit } = await history(1203, { filter: 'since:2020-01-01' });
    keys('G');
    await see(/▸ .*1 +ada@example.com +rollout\.started/);
    keys('k', 'k');
    await see(/▸ .* 3 .*check\.n0/);
    keys(...Array(497).fill('k'));
    await see(/▸ .* 500 .*check\.n497/);
    // Newer ones are read once the cursor comes to the end of what was.
    await expect.poll(() => cursorOf(cockpit.state()), within).toBe(500);
    keys('k');
    await see(/▸ .* 501 .*check\.n498/);
    keys('g');
    await see(/▸ .* 1205 .*check\.n1202/);
    keys(...Array(499).fill('j'));
    await see(/▸ .* 706 .*check\.n703/);
    await expect.poll(() => historyScreen.rowCount(cockpit.state()), within).toBe(1000);
    keys('j');
    await see(/▸ .* 705 .*check\.n702/);
  });

  it('keeps to the stretch of a jump when a reading from before it ends late', async () => {
    const { keys, see, cockpit, store } = await history(1203, { filter: 'since:2020-01-01' });
    const late = await refreshHistory(store, testWorld(), cockpit.state());
    // The same while the filter was typed, when its first page was not there yet.
    const typed = found.set(cockpit.state(), {
      ...found.of(cockpit.state()),
      query: { line: '', machine: false },
    });
    const lateFirst = await refreshHistory(store, testWorld(), typed);
    keys('G');
    await see(/▸ .*1 +ada@example.com +rollout\.started/);
    const before = found.of(cockpit.state());
    expect(before.newer).toBeDefined();
    expect(found.of(late(cockpit.state()))).toEqual(before);
    expect(found.of(lateFirst(cockpit.state()))).toEqual(before);
  });

  it('keeps the place of whoever reads when entries are added', async () => {
    const { keys, see, cockpit, selected, store } = await history(5);
    keys('j', 'j');
    const before = selected();
    expect(before).toBeDefined();
    await store.append(() => [draft(checkFinished('r1', 'check.late'))]);
    // Twice, so that two readings meet.
    keys('3', '3');
    await see('check.late');
    expect(selected()).toBe(before);
    // One more is the row of the run itself.
    await expect.poll(() => historyScreen.rowCount(cockpit.state()), within).toBe(9);
    expect(new Set(historyScreen.rowIds(cockpit.state())).size).toBe(9);
  });
});

describe('the proof of the history', () => {
  const at = new Date('2026-11-21T14:50:00Z');
  const state = on('history', { status: { ...statusOf(), entries: 20_221 } });
  const line = (one: State) => frameOf(one).split('\n').at(-1);

  it('is asked for, and not claimed', () => {
    expect(line(state)).toContain('not verified here yet: v verifies every entry');
  });

  it('is a line with its time', () => {
    const whole = verifiedAs(state, { whole: true, entries: 20_221, at });
    expect(line(whole)).toContain('✔ whole: 20,221 entries, verified 14:50 (v verifies again)');
  });

  it('is said to be older when entries were added, or are gone', () => {
    const older = verifiedAs(state, { whole: true, entries: 20_218, at });
    expect(line(older)).toContain('▲ whole: 20,218 entries, verified 14:50, before 3 newer entries');
    const fewer = verifiedAs(state, { whole: true, entries: 20_222, at });
    expect(line(fewer)).toContain('▲ whole: 20,222 entries, verified 14:50, when there were more entries');
  });

  it('stays red when the history is not whole', () => {
    expect(line(verifiedAs(state, { whole: false, entries: 12, at }))).toContain('✘ NOT whole: 12 entries');
  });

  it('says how far it is wherever the person looks, and begins only once', () => {
    const busy = verifying(state, 'verifying ███░ 9 of 12 entries');
    expect(line(busy)).toContain('verifying ███░ 9 of 12 entries');
    expect(refusalOf(busy, 'v')).toBe('the history is being verified');
    expect(refusalOf(busy, 'V')).toBe('the history is being verified');
  });
});

describe('paging through a long history', () => {
  it('shows each entry once, in order, there and back, and keeps only those around the cursor', async () => {
    const { keys, cockpit } = await history(2300, { filter: 'since:2020-01-01' });
    const rows = () => found.of(cockpit.state()).entries;
    const selectedSeq = () => rows()[cursorOf(cockpit.state())]?.seq ?? 0;
    const go = async (key: string, until: number) => {
      const passed = [selectedSeq()];
      while (passed.at(-1) !== until) {
        keys(key);
        // A key near the end of what was read waits for more.
        if (passed.at(-1) === selectedSeq())
          await expect.poll(selectedSeq, { ...within, interval: 1 }).not.toBe(passed.at(-1));
        passed.push(selectedSeq());
        expect(rows().length).toBeLessThanOrEqual(1500);
      }
      return passed;
    };
    const all = Array.from({ length: 2302 }, (_, place) => place + 1);
    expect(await go('j', 1)).toEqual(all.toReversed());
    // Of a part, the number of rows says nothing.
    expect(wholeFrame(cockpit.state(), { width: 120 })).toContain('entry 1 of 2302');
    expect(await go('k', 2302)).toEqual(all);
  });

  it('loses no key that is pressed before its row was read', async () => {
    const { keys, see } = await history(2300, { filter: 'since:2020-01-01' });
    keys(...Array(1000).fill('j'), 'k');
    await see(/▸ .* 1303 .*check\.n1300/);
    keys('G', 'k', 'k');
    await see(/▸ .* 3 .*check\.n0/);
    keys('g', ...Array(700).fill('j'), 'enter');
    await see('1602 check.finished');
  });
});
