import { describe, expect, it } from 'vitest';
import type { CockpitEvent } from '../../../src/domain/history/entry/event.ts';
import {
  checkFinished,
  draft,
  rolloutStarted,
  runFinished,
  runStarted,
  testStore,
} from '../../support/history.ts';

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
