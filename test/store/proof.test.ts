import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CockpitEvent } from '../../src/domain/audit/event.ts';
import { toBlob, toEvidence } from '../../src/store/blob.ts';
import { openReadStore, openStore } from '../../src/store/open.ts';
import { projectionTables } from '../../src/store/projections/tables.ts';
import {
  checkFinished,
  draft,
  rolloutStarted,
  runFinished,
  runStarted,
  testSource,
  testStore,
} from '../support/history.ts';
import { tempFolder } from '../support/temp.ts';

async function recorded() {
  const store = await testStore();
  const blob = toBlob('codex-cli 0.139.0\n');
  const evidence = [toEvidence('codex --version', blob)];
  await store.append(() => [
    draft(rolloutStarted),
    draft(runStarted('r1')),
    draft(checkFinished('r1', 'cli.version', evidence), { blobs: [blob] }),
    draft(runFinished('r1')),
  ]);
  await store.close();
  return store.path;
}

/** A copy of the file whose guards were taken away, as somebody with an editor could do. */
function tamperedCopy(path: string, statement: string): string {
  const copy = join(tempFolder(), 'copy.db');
  copyFileSync(path, copy);
  const raw = new Database(copy);
  for (const name of raw.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all())
    raw.exec(`DROP TRIGGER ${name}`);
  raw.exec(statement);
  raw.close();
  return copy;
}

async function verify(path: string) {
  const store = await openReadStore(path);
  try {
    return await store.verify();
  } finally {
    await store.close();
  }
}

describe('the proof of the history', () => {
  it('finds an honest history whole', async () => {
    expect(await verify(await recorded())).toMatchObject({
      whole: true,
      entries: 4,
      fault: undefined,
      damagedBlobs: [],
    });
  });

  it.each([
    [
      'one changed byte of a body',
      "UPDATE entry SET body = replace(body, '0.139.0', '0.139.1') WHERE seq = 1",
      { seq: 1, reason: 'its content does not match its hash' },
    ],
    [
      'another actor',
      "UPDATE entry SET actor = 'mallory' WHERE seq = 3",
      { seq: 3, reason: 'its content does not match its hash' },
    ],
    [
      'a removed entry',
      'DELETE FROM entry WHERE seq = 2',
      { seq: 2, reason: 'entry 2 is missing; 3 follows' },
    ],
    [
      'a broken link',
      "UPDATE entry SET prev_hash = 'ff' WHERE seq = 3",
      { seq: 3, reason: 'it does not follow the entry before it' },
    ],
  ])('finds %s', async (_, statement, fault) => {
    expect(await verify(tamperedCopy(await recorded(), statement))).toMatchObject({ whole: false, fault });
  });

  it.each([
    ['a changed blob', "UPDATE blob SET bytes = CAST('codex-cli 0.150.0' AS BLOB)"],
    ['a missing blob', 'DELETE FROM blob'],
  ])('finds %s', async (_, statement) => {
    const { whole, damagedBlobs } = await verify(tamperedCopy(await recorded(), statement));
    expect(whole).toBe(false);
    expect(damagedBlobs).toEqual([toBlob('codex-cli 0.139.0\n').sha256]);
  });
});

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
