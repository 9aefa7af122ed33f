import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { CockpitEvent } from '../../../src/domain/history/entry/event.ts';
import { openStore } from '../../../src/store/connection/open.ts';
import {
  candidateStarted,
  checkFinished,
  checkFinishedWith,
  draft,
  rolloutStarted,
  runFinished,
  runStarted,
  testStore,
} from '../../support/history.ts';
import { fillHistory } from '../../support/long-history.ts';
import { tempFolder } from '../../support/temp.ts';

async function storeWith(...events: CockpitEvent[]) {
  const store = await testStore();
  await store.append(() => events.map((event) => draft(event)));
  return store;
}

const ended = (run: string, more: object): CockpitEvent => {
  const event = runFinished(run);
  if (event.kind !== 'run.finished') throw new Error('another kind of event');
  return { ...event, body: { ...event.body, ...more } };
};

describe('a derived table that somebody changed', () => {
  it('is refused where a word is none of ours, with what to do', async () => {
    const store = await storeWith(rolloutStarted, runStarted('r1'));
    const raw = new Database(store.path);
    raw.exec("UPDATE rollout SET surfaces = 'local moon'; UPDATE run SET verdict = 'fine'");
    raw.close();
    const refused = { exitCode: 78, next: expect.stringContaining('db rebuild') };
    await expect(store.rollout()).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('"moon"'),
    });
    await expect(store.runs(1)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('"fine"'),
    });
  });
});

describe('the rollout', () => {
  it('is the one that was started, by whom and when', async () => {
    expect(await (await storeWith(rolloutStarted)).rollout()).toEqual({
      name: 'Acme',
      pin: '0.139.0',
      pinnedAt: '2026-11-20T12:00:00.000Z',
      surfaces: ['local', 'cloud'],
      startedAt: '2026-11-20T12:00:00.000Z',
      startedBy: 'ada@example.com',
    });
  });

  it('is none before one was started, though suites were run', async () => {
    expect(await (await storeWith(runStarted('r1'))).rollout()).toBeUndefined();
  });
});

describe('a run', () => {
  it('that ended is told from its start to its end', async () => {
    const store = await storeWith(runStarted('r1', ['a.b', 'a.c']), ended('r1', { verdict: 'warn' }));
    expect(await store.runs(1)).toEqual([
      {
        id: 'r1',
        seq: 1,
        suite: 'upgrade',
        pin: '0.139.0',
        cliPath: '/bin/codex',
        cliVersion: '0.139.0',
        startedAt: '2026-11-20T12:00:00.000Z',
        startedBy: 'ada@example.com',
        planned: 2,
        finishedAt: '2026-11-20T12:00:01.000Z',
        durationMs: 900,
        verdict: 'warn',
        interrupted: false,
        asCandidate: false,
      },
    ]);
  });

  it('that was killed has no end, no verdict and no version', async () => {
    const store = await storeWith(runStarted('r1'), checkFinished('r1'));
    const [run] = await store.runs(1);
    expect([run?.finishedAt, run?.durationMs, run?.verdict, run?.cliVersion]).toEqual(
      Array(4).fill(undefined),
    );
    expect(run).toMatchObject({ interrupted: false, planned: 1 });
  });

  it('that was stopped says so, and keeps what it had come to', async () => {
    const store = await storeWith(
      runStarted('r1'),
      ended('r1', { interrupted: true, verdict: 'error', cli_version: null }),
    );
    expect((await store.runs(1))[0]).toMatchObject({
      interrupted: true,
      verdict: 'error',
      cliVersion: undefined,
    });
  });

  it('comes before older ones, as many as are asked for', async () => {
    const store = await storeWith(...['r1', 'r2', 'r3'].map((run) => runStarted(run)));
    expect((await store.runs(2)).map(({ id }) => id)).toEqual(['r3', 'r2']);
    expect(await store.runs(0)).toEqual([]);
  });
});

describe('the checks of a run', () => {
  it('come in the order in which they finished, and are those of this run only', async () => {
    const store = await storeWith(
      runStarted('r1'),
      runStarted('r2'),
      checkFinished('r1', 'z.last'),
      checkFinished('r2', 'a.first'),
      checkFinished('r1', 'a.first'),
    );
    expect((await store.checksOf('r1')).map(({ check, seq }) => [check, seq])).toEqual([
      ['z.last', 3],
      ['a.first', 5],
    ]);
    expect(await store.checksOf('r3')).toEqual([]);
  });
});

describe('the newest results', () => {
  it('are one of each check, whatever run it came from', async () => {
    const store = await storeWith(
      runStarted('r1', ['a.first', 'z.last']),
      checkFinished('r1', 'a.first'),
      checkFinished('r1', 'z.last'),
      runStarted('r2', ['a.first']),
      checkFinished('r2', 'a.first'),
    );
    expect((await store.newestChecks()).map(({ check, seq }) => [check, seq])).toEqual([
      ['z.last', 3],
      ['a.first', 5],
    ]);
    expect(await (await storeWith(runStarted('r1'))).newestChecks()).toEqual([]);
  });
});

describe('a run of a candidate', () => {
  const candidate = { cli_version: '0.150.0', verdict: 'fail' } as const;
  const store = () =>
    storeWith(
      runStarted('r1', ['a.b']),
      checkFinished('r1', 'a.b'),
      runFinished('r1'),
      candidateStarted('r2', ['a.b']),
      checkFinishedWith('r2', { check: 'a.b', ...candidate }),
      checkFinishedWith('r2', { check: 'only.there', ...candidate }),
    );

  it('is among the runs, and says so', async () => {
    const runs = await (await store()).runs(9);
    expect(runs.map(({ id, asCandidate }) => [id, asCandidate])).toEqual([
      ['r2', true],
      ['r1', false],
    ]);
  });

  it('does not hide what the pin came to', async () => {
    const { newestChecks, checkTrails, countedRuns } = await store();
    expect((await newestChecks()).map(({ check, verdict }) => [check, verdict])).toEqual([['a.b', 'pass']]);
    expect((await checkTrails()).map(({ check, results }) => [check, results.length])).toEqual([['a.b', 1]]);
    expect((await countedRuns(1, 'pin')).map(({ id, counts }) => [id, counts.pass])).toEqual([['r1', 1]]);
    expect((await countedRuns(1, 'candidates')).map(({ id, counts }) => [id, counts.fail])).toEqual([
      ['r2', 2],
    ]);
    expect(await countedRuns(0, 'pin')).toEqual([]);
  });

  it('is left out where only results on one version are asked for, as are runs of others', async () => {
    const found = await storeWith(
      runStarted('r1'),
      checkFinished('r1'),
      runStarted('r2'),
      checkFinishedWith('r2', { cli_version: '0.150.0' }),
    );
    const seqs = async (version?: string) => (await found.newestChecks(version)).map(({ seq }) => seq);
    expect(await seqs()).toEqual([4]);
    expect(await seqs('0.139.0')).toEqual([2]);
    expect(await seqs('0.120.0')).toEqual([]);
  });
});

it('reads the newest result of more checks than SQLite takes values in a statement', async () => {
  const path = join(tempFolder(), 'cockpit.db');
  const source = { now: () => new Date(), newId: () => randomUUID() };
  await (await openStore(path, source)).close();
  for (const _ of fillHistory(path, 33_000));
  const many = await openStore(path, source);
  await many.rebuild();
  expect(await many.newestChecks()).toHaveLength(33_000);
  await many.close();
});

describe('the trail of a check', () => {
  /** A history in which a check came to each of these, in a run of its own. */
  const trailOf = async (...verdicts: ('pass' | 'fail' | 'error' | 'skip')[]) => {
    const store = await storeWith(
      ...verdicts.flatMap((verdict, place) => [
        runStarted(`r${place}`),
        checkFinishedWith(`r${place}`, { verdict, summary: `try ${place}` }),
      ]),
    );
    return (await store.checkTrails())[0];
  };

  it('has the newest five results, oldest first, and the findings of the last two', async () => {
    const trail = await trailOf('fail', 'pass', 'pass', 'skip', 'pass', 'fail');
    expect(trail?.results.map(({ seq, verdict }) => [seq, verdict])).toEqual([
      [4, 'pass'],
      [6, 'pass'],
      [8, 'skip'],
      [10, 'pass'],
      [12, 'fail'],
    ]);
    expect([trail?.newest.summary, trail?.before?.summary]).toEqual(['try 5', 'try 4']);
  });

  it.each([
    [['fail'], 2],
    [['pass', 'fail', 'error', 'fail'], 4],
    [['fail', 'skip', 'fail'], 6],
    [['fail', 'fail', 'fail', 'fail', 'fail', 'fail', 'fail'], 2],
    [['fail', 'pass'], undefined],
  ] as const)('of %j says that it fails since entry %s', async (verdicts, since) => {
    expect((await trailOf(...verdicts))?.failingSince).toBe(since);
  });

  it('has nothing before its first result, and there is none without a result', async () => {
    expect((await trailOf('pass'))?.before).toBeUndefined();
    expect(await trailOf()).toBeUndefined();
  });
});
