import { describe, expect, it } from 'vitest';
import { rejectUpgrade, waiveBlocker } from '../../../../src/app/upgrade/decide/decide.ts';
import { readReport } from '../../../../src/app/upgrade/rehearsal/read-report.ts';
import { recordRehearsal } from '../../../../src/app/upgrade/rehearsal/record-rehearsal.ts';
import { testStore } from '../../../support/history.ts';
import { ratedArea, ratedDifference, rehearsalOf } from '../../../support/rehearsals.ts';
import { team } from '../../../support/team.ts';
import { testWorld } from '../../../support/world.ts';

const rehearsal = rehearsalOf([ratedArea([ratedDifference()])]);

describe('what a report tells beside a rehearsal', () => {
  it('is its entry with the hash, who waived what, what is in the way, and how it was decided', async () => {
    const { world, store, as } = await team();
    const seq = await recordRehearsal(as('bob'), store, rehearsal);
    await waiveBlocker(as('sue'), store, { difference: 'mcp-server', reason: 'retired next week' });
    const before = await readReport(world, store, { rehearsal, seq });
    expect(before.entry).toEqual({ seq, hash: (await store.entry(seq))?.hash, by: 'bob@example.com' });
    expect(before.decision?.waivers).toMatchObject([{ by: 'sue@example.com', reason: 'retired next week' }]);
    expect(before.decision?.obstacles.map(({ about }) => about)).toContain('signature');
    expect(before.decision?.outcome).toBeUndefined();
    await rejectUpgrade(as('bob'), store, { reason: 'our scripts call it' });
    const { decision } = await readReport(world, store, { rehearsal, seq });
    expect(decision?.outcome).toMatchObject({
      ...{ what: 'rejected', by: 'bob@example.com', reason: 'our scripts call it' },
    });
  });

  it('is the entry alone without a rollout, and nothing for a part', async () => {
    const [world, store] = [testWorld(), await testStore()];
    const seq = await recordRehearsal(world, store, rehearsal);
    expect(await readReport(world, store, { rehearsal, seq })).toMatchObject({
      entry: { seq },
      decision: undefined,
    });
    expect(await readReport(world, store, { rehearsal, seq: undefined })).toEqual({
      ...{ rehearsal, entry: undefined, decision: undefined },
    });
  });
});
