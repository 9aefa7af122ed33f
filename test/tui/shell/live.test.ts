import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addPerson, alterPerson } from '../../../src/app/people/people.ts';
import { waiveItem } from '../../../src/app/rollout/item-decisions.ts';
import { databasePath } from '../../../src/app/world/database-path.ts';
import { peopleScreen } from '../../../src/tui/screens/people/screen.tsx';
import { cursorOf } from '../../../src/tui/shell/state.ts';
import { bin } from '../../support/cockpit.ts';
import { team } from '../../support/team.ts';
import { testWorld } from '../../support/world.ts';
import { runCockpit } from '../support.tsx';

/** Often, so that a test waits for nothing. */
const everyMs = 10;

describe('the screens follow what others record', () => {
  it('a rollout that another process starts where there was no database', async () => {
    const world = testWorld();
    const { cockpit, see } = runCockpit(world);
    await see('No rollout yet');
    cockpit.watch(everyMs);
    const { status, stderr } = spawnSync(process.execPath, [bin, 'init', '--name', 'Elsewhere'], {
      cwd: world.cwd,
      env: world.environment,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    await see('pin 0.139.0 │ Elsewhere │ Rollout');
  });

  it('a person whom somebody adds, with the cursor on the row where it was', async () => {
    const { world, store } = await team();
    const { cockpit, keys, see } = runCockpit(world);
    const selected = () => peopleScreen.rowIds(cockpit.state())[cursorOf(cockpit.state())];
    await see('Acme');
    cockpit.watch(everyMs);
    keys('0', ...'jjjjjjjjjjjj');
    await see('sue@example.com');
    while (selected() !== 'sue@example.com') keys('k');
    const place = cursorOf(cockpit.state());
    await addPerson(world, store, { email: 'abe@example.com', add: ['security owner'] });
    await see('abe@example.com');
    expect(selected()).toBe('sue@example.com');
    await alterPerson(world, store, { email: 'sue@example.com', add: ['analytics owner'] });
    await see(/sue@example.com.*analytics owner/);
    expect(selected()).toBe('sue@example.com');
    expect(cursorOf(cockpit.state())).not.toBe(place + 2);
  });

  it('the end of a waiver, when the clock comes to it', async () => {
    const { world, store, setNow } = await team();
    await waiveItem(world, store, { item: 'pilot.cases', reason: 'later', days: '2d' });
    const { cockpit, see } = runCockpit(world);
    await see(/waived .*pilot\.cases/);
    cockpit.watch(everyMs);
    setNow('2026-11-23T12:00:00.000Z');
    await see(/open .*pilot\.cases/);
  });

  it('an open detail, without losing its text or its place', async () => {
    const { world, store } = await team();
    const { cockpit, keys, see } = runCockpit(world);
    await see('Acme');
    keys('3');
    await see(/▸ .*published/);
    keys('enter');
    await see(/recorded|sha256/);
    cockpit.watch(everyMs);
    keys('j');
    const texts: unknown[] = [];
    cockpit.subscribe(() => texts.push(...Object.values(cockpit.state().documents)));
    const scroll = cockpit.state().detail?.scroll;
    const entries = cockpit.state().status?.entries ?? 0;
    await addPerson(world, store, { email: 'abe@example.com', add: ['auditor'] });
    await expect.poll(() => cockpit.state().status?.entries, { timeout: 30_000 }).toBe(entries + 1);
    expect(cockpit.state().detail).toEqual({ of: 'row', scroll });
    expect(texts).not.toContain(undefined);
  });

  it('a database that cannot be read any more, which is said, and the screens go on', async () => {
    const { world, store } = await team();
    const { cockpit, see } = runCockpit(world);
    await see('Acme');
    await store.close();
    const path = databasePath(world);
    for (const ending of ['-wal', '-shm']) rmSync(path + ending, { force: true });
    writeFileSync(path, 'not a database');
    cockpit.watch(everyMs);
    await see('not a readable cockpit database');
    await see('Acme');
  });
});
