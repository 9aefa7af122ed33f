import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databasePath } from '../../../src/app/world/database-path.ts';
import { openStore } from '../../../src/store/connection/open.ts';
import { historyScreen } from '../../../src/tui/screens/history/screen.tsx';
import { registry } from '../../../src/tui/screens/registry.ts';
import { Cockpit } from '../../../src/tui/shell/cockpit.ts';
import { cursorOf } from '../../../src/tui/shell/state.ts';
import { checkFinished, draft, rolloutStarted, runStarted, testSource } from '../../support/history.ts';
import { testWorld } from '../../support/world.ts';
import { frameOf } from '../support.tsx';

/** The History screen over a database with a rollout, a run, and so many checks. */
async function history(checks: number) {
  const world = testWorld();
  const path = databasePath(world);
  mkdirSync(dirname(path), { recursive: true });
  const store = await openStore(path, testSource());
  const finished = Array.from({ length: checks }, (_, n) => checkFinished('r1', `check.n${n}`));
  await store.append(() => [rolloutStarted, runStarted('r1'), ...finished].map((event) => draft(event)));
  onTestFinished(() => store.close());
  const faults: unknown[] = [];
  const cockpit = new Cockpit(
    registry,
    world,
    {},
    { leave: () => undefined, fail: (cause) => faults.push(cause) },
  );
  onTestFinished(async () => {
    await cockpit.close();
    expect(faults).toEqual([]);
  });
  const keys = (...pressed: string[]) => {
    for (const key of pressed)
      cockpit.dispatch({ type: 'pressed', key, text: [...key].length === 1 ? key : '' });
  };
  const see = (text: string | RegExp) =>
    expect.poll(() => frameOf(cockpit.state(), { width: 120 }), { timeout: 30_000 }).toMatch(text);
  cockpit.load();
  await expect.poll(() => cockpit.state().status?.entries).toBe(checks + 2);
  keys('3');
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
  ])('shows the same for %j while it is typed and once it is kept', async (typed, found) => {
    const { keys, see, cockpit } = await history(3);
    keys('/', ...typed);
    await see(found);
    const rows = historyScreen.rowIds(cockpit.state());
    keys('enter');
    await see(found);
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

describe('a history longer than what is read at once', () => {
  it('has its first entry at G, and its newest at g', async () => {
    const { keys, see, cockpit } = await history(1203);
    keys('G');
    await see(/▸ .*1 +ada@example.com +rollout\.started/);
    keys('k', 'k');
    await see(/▸ .* 3 .*check\.n0/);
    keys(...Array(600).fill('k'));
    await see(/▸ .* 500 .*check\.n497/);
    // Newer ones are read once the cursor comes to the end of what was.
    await expect.poll(() => cursorOf(cockpit.state())).toBe(500);
    keys('k');
    await see(/▸ .* 501 .*check\.n498/);
    keys('g');
    await see(/▸ .* 1205 .*check\.n1202/);
    keys(...Array(600).fill('j'));
    await see(/▸ .* 706 .*check\.n703/);
    await expect.poll(() => historyScreen.rowCount(cockpit.state())).toBe(1000);
    keys('j');
    await see(/▸ .* 705 .*check\.n702/);
  });

  it('keeps the place of whoever reads when entries are added', async () => {
    const { keys, see, selected, store } = await history(5);
    keys('j', 'j');
    const before = selected();
    expect(before).toBeDefined();
    await store.append(() => [draft(checkFinished('r1', 'check.late'))]);
    keys('3');
    await see('check.late');
    expect(selected()).toBe(before);
  });
});
