import { describe, expect, it } from 'vitest';
import { loadSuites } from '../../../src/app/checks/load-suite.ts';
import { readPhase } from '../../../src/app/rollout/phase-decisions.ts';
import { listRunbooks, runbookHistory } from '../../../src/app/runbooks/list-runbooks.ts';
import { compareRunbook, publishRunbook } from '../../../src/app/runbooks/publish-runbook.ts';
import type { World } from '../../../src/app/world/world.ts';
import type { Store } from '../../../src/store/connection/open.ts';
import { draft, runFinished, runStarted } from '../../support/history.ts';
import { twoItems } from '../../support/rollout-builders.ts';
import { itemText, runbookText } from '../../support/runbooks.ts';
import { team, writeRunbook } from '../../support/team.ts';

const threeItems = runbookText({ items: twoItems + itemText('pilot.third') });
const asked = { runbook: 'pilot', reason: 'a third item' };

/** Records a run of so many checks. */
async function ran(store: Store, run: string, checks: number, verdict: 'pass' | 'fail' = 'pass') {
  const ids = Array.from({ length: checks }, (_, n) => `check.n${n}`);
  const end = runFinished(run);
  if (end.kind !== 'run.finished') throw new Error('not an end');
  await store.append(() => [
    draft(runStarted(run, ids)),
    draft({ kind: end.kind, body: { ...end.body, verdict } }),
  ]);
}

/** The items that the runbook pilot declares, as they are in force. */
async function itemsOfPilot(world: World, store: Store) {
  const { items } = await readPhase(world, store, 'pilot');
  return items.filter(({ item }) => item.runbook === 'pilot');
}

describe('publishing a changed runbook', () => {
  it('waits for a whole passing run on the pinned version', async () => {
    const { world, store } = await team();
    const { checks } = await loadSuites(world.cwd, []);
    writeRunbook(world, 'pilot', threeItems);
    const publish = () => publishRunbook(world, store, asked);
    await expect(publish()).rejects.toMatchObject({
      exitCode: 1,
      message: 'a changed runbook needs a passing suite on the pin 0.139.0: no suite has run yet',
    });
    await ran(store, 'r1', 1);
    await expect(publish()).rejects.toThrow(`the newest run had 1 of ${checks.length} checks`);
    await ran(store, 'r2', checks.length, 'fail');
    await expect(publish()).rejects.toThrow('the result of the newest run is fail');
    await ran(store, 'r3', checks.length);
    expect(await publish()).toMatchObject({ runbook: 'pilot', revision: 2 });
    expect(await runbookHistory(store, 'pilot')).toMatchObject([
      { revision: 2, reason: 'a third item', run: 'r3', waived: null },
      { revision: 1, waived: 'a test' },
    ]);
  });

  it('puts its items in force only then', async () => {
    const { world, store } = await team();
    writeRunbook(world, 'pilot', threeItems);
    expect(await itemsOfPilot(world, store)).toHaveLength(2);
    await publishRunbook(world, store, { ...asked, waiveSuite: 'no CLI here' });
    expect(await itemsOfPilot(world, store)).toHaveLength(3);
  });

  it('is refused when nothing changed, and to somebody without the role', async () => {
    const { world, store, as } = await team();
    await expect(publishRunbook(world, store, { ...asked, waiveSuite: 'x' })).rejects.toThrow(
      'the runbook pilot is in force as it is',
    );
    await expect(publishRunbook(as('sue'), store, asked)).rejects.toThrow(
      'that needs the role platform engineer or rollout owner',
    );
  });

  it('without a run is for a rollout owner to decide', async () => {
    const { world, store, as } = await team();
    writeRunbook(world, 'pilot', threeItems);
    await expect(publishRunbook(as('bob'), store, { ...asked, waiveSuite: 'x' })).rejects.toThrow(
      'bob@example.com may not waive the suite for a runbook',
    );
  });

  it('that is broken loads nothing of it', async () => {
    const { world, store } = await team();
    writeRunbook(world, 'pilot', threeItems.replace('pilot.third', 'pilot.cases'));
    const before = await store.countEntries();
    await expect(publishRunbook(world, store, asked)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /^runbooks\/pilot\.md:\d+:\d+: items\[2\]\.id: "pilot\.cases" is repeated/,
      ),
    });
    expect(await store.countEntries()).toBe(before);
    expect(await itemsOfPilot(world, store)).toHaveLength(2);
  });
});

describe('the runbooks of a project', () => {
  it('are compared with what is in force', async () => {
    const { world, store } = await team();
    expect((await listRunbooks(world, store)).filter(({ differs }) => differs)).toEqual([]);
    writeRunbook(world, 'pilot', threeItems);
    expect((await listRunbooks(world, store)).find(({ id }) => id === 'pilot')).toMatchObject({
      revision: 1,
      differs: true,
    });
    const compared = await compareRunbook(world, store, 'pilot');
    expect([compared.inForce, compared.draft]).toEqual([runbookText({ items: twoItems }), threeItems]);
    await expect(compareRunbook(world, store, 'pilt')).rejects.toThrow('did you mean "pilot"?');
  });
});
