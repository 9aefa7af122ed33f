import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CockpitEvent } from '../../../src/domain/history/entry/event.ts';
import { openStore } from '../../../src/store/connection/open.ts';
import { projectionTables } from '../../../src/store/projections/tables.ts';
import {
  checkFinished,
  draft,
  rolloutStarted,
  runFinished,
  runStarted,
  testSource,
} from '../../support/history.ts';
import { tempFolder } from '../../support/temp.ts';

type Step = { run: number; kind: 'check' | 'finish' };

/** Any valid history: a rollout or none, runs that start once, checks that finish once, ends that come last. */
const histories = fc
  .record({
    rollout: fc.boolean(),
    runs: fc.integer({ min: 0, max: 4 }),
    steps: fc.array(
      fc.record({ run: fc.nat(3), kind: fc.constantFrom<Step['kind']>('check', 'check', 'finish') }),
    ),
  })
  .map(({ rollout, runs, steps }): CockpitEvent[] => {
    const events: CockpitEvent[] = rollout ? [rolloutStarted] : [];
    for (let run = 0; run < runs; run++) events.push(runStarted(`r${run}`));
    const finished = new Set<number>();
    for (const [index, { run, kind }] of steps.entries()) {
      if (run >= runs || finished.has(run)) continue;
      if (kind === 'finish') finished.add(run);
      events.push(kind === 'finish' ? runFinished(`r${run}`) : checkFinished(`r${run}`, `team.c${index}`));
    }
    return events;
  });

function dump(path: string): unknown {
  const raw = new Database(path, { readonly: true });
  const rows = projectionTables.map((table) => raw.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all());
  raw.close();
  return rows;
}

describe('the projections', () => {
  it('are the same when the log is replayed, whatever happened and however it was written', async () => {
    const folder = tempFolder();
    let count = 0;
    await fc.assert(
      fc.asyncProperty(histories, fc.boolean(), async (events, together) => {
        const path = join(folder, `h${count++}.db`);
        const store = await openStore(path, testSource());
        const drafts = events.map((event) => draft(event));
        if (together) await store.append(() => drafts);
        else for (const one of drafts) await store.append(() => [one]);
        const before = dump(path);
        expect(await store.rebuild()).toBe(events.length);
        expect(dump(path)).toEqual(before);
        expect((await store.verify()).whole).toBe(true);
        await store.close();
      }),
      { numRuns: 40 },
    );
  });
});
