import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rebuildDatabase } from '../../../src/app/database/rebuild-database.ts';
import { listHistory } from '../../../src/app/history/search-history.ts';
import { verifyHistory } from '../../../src/app/history/verify-history.ts';
import { readStatus } from '../../../src/app/rollout/read-status.ts';
import { startRollout } from '../../../src/app/rollout/start-rollout.ts';
import { databasePath } from '../../../src/app/world/database-path.ts';
import { openHistory, openWritableHistory } from '../../../src/app/world/session.ts';
import type { World } from '../../../src/app/world/world.ts';
import { EMPTY_PROOF } from '../../../src/domain/history/proof/proof.ts';
import { checkFinished, draft, runFinished, runStarted } from '../../support/history.ts';
import { asAnyClient, asOlder, besides, mode, tamperedCopy } from '../../support/store-files.ts';
import { testWorld } from '../../support/world.ts';

/** A world with a rollout and a run in its history. */
async function worldWithHistory() {
  const world = testWorld();
  const path = databasePath(world);
  const store = await openWritableHistory(world, {});
  await startRollout(world, store, { name: 'Acme' });
  await store.append(() => [draft(runStarted('r1')), draft(checkFinished('r1')), draft(runFinished('r1'))]);
  await store.close();
  return { world, path };
}

describe('the history of a world', () => {
  it('is made for its owner where the environment says, with ids that sort by time', async () => {
    const { world, path } = await worldWithHistory();
    expect(path).toBe(join(world.root, 'data', 'codex-cockpit', 'cockpit.db'));
    expect([mode(dirname(path)), mode(path)]).toEqual(['700', '600']);
    const store = await openHistory(world, {});
    const ids = (await Array.fromAsync(listHistory(store))).map(({ id }) => id);
    await store?.close();
    expect(ids).toHaveLength(5);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
  });

  it('says how the actor was named, and by which account on which host it was recorded', async () => {
    const world = testWorld();
    const record = async (run: string, more: Partial<World> = {}) => {
      const store = await openWritableHistory({ ...world, ...more }, {}, { daily: 'leave to the caller' });
      await store.append(() => [draft(runStarted(run))]);
      await store.close();
    };
    await record('r1');
    await record('r2', { as: 'ada@example.com' });
    writeFileSync(join(world.root, '.gitconfig'), '[user]\n\temail = ada@example.com\n');
    await record('r3');
    const store = await openHistory(world, {});
    const origins = (await Array.fromAsync(listHistory(store))).map(({ origin }) => origin);
    await store?.close();
    const where = { account: userInfo().username, host: hostname() };
    expect(origins.map((origin) => origin?.namedBy)).toEqual(['git', 'flag', 'account']);
    for (const origin of origins) expect(origin).toMatchObject(where);
  });

  it('of an older version is migrated, keeps its hashes, and says that no origin was recorded', async () => {
    const { world, path } = await worldWithHistory();
    const heads = () =>
      asAnyClient(path, (raw) => raw.prepare('SELECT hash FROM entry WHERE seq <= 5').pluck().all());
    asOlder(path);
    const before = heads();
    const store = await openWritableHistory(world, {}, { daily: 'leave to the caller' });
    await store.append(() => [draft(runStarted('r2'))]);
    await store.close();
    expect(heads()).toEqual(before);
    expect(besides(path)).toContain('cockpit.db.v4.bak');
    expect(await verifyHistory(world, {})).toMatchObject({ whole: true, entries: 6 });
    const reading = await openHistory(world, {});
    const entries = await Array.fromAsync(listHistory(reading));
    await reading?.close();
    expect(entries.map(({ origin }) => origin !== undefined)).toEqual([true, ...Array(5).fill(false)]);
  });

  it('is none, and is not made, by being looked at', async () => {
    const world = testWorld();
    expect(await openHistory(world, {})).toBeUndefined();
    expect(await verifyHistory(world, {})).toEqual(EMPTY_PROOF);
    expect(existsSync(dirname(databasePath(world)))).toBe(false);
  });

  it('is the one that was asked for', async () => {
    const { world, path } = await worldWithHistory();
    const other = join(world.cwd, 'other.db');
    copyFileSync(path, other);
    expect(await verifyHistory(testWorld(), { db: other })).toMatchObject({ whole: true, entries: 5 });
    expect(await verifyHistory(world, { db: 'other.db' })).toMatchObject({ entries: 5 });
  });
});

describe('proving the history', () => {
  it('finds it whole', async () => {
    const { world } = await worldWithHistory();
    expect(await verifyHistory(world, {})).toMatchObject({
      whole: true,
      entries: 5,
      head: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('finds what was changed', async () => {
    const { world, path } = await worldWithHistory();
    const db = tamperedCopy(path, "UPDATE entry SET actor = 'mallory' WHERE seq = 2");
    expect(await verifyHistory(world, { db })).toMatchObject({
      whole: false,
      entries: 1,
      fault: { seq: 2, reason: 'its content does not match its hash' },
    });
  });
});

describe('deriving the tables again', () => {
  it('mends what somebody changed in them, and says how many entries it read', async () => {
    const { world, path } = await worldWithHistory();
    asAnyClient(path, (raw) =>
      raw.exec("UPDATE run SET verdict = 'fail'; UPDATE rollout SET name = 'Mallory'"),
    );
    expect(await rebuildDatabase(world, {})).toBe(5);
    const store = await openHistory(world, {});
    expect(await readStatus(world, store)).toMatchObject({
      rollout: { name: 'Acme' },
      lastRun: { verdict: 'pass' },
    });
    await store?.close();
    expect(await verifyHistory(world, {})).toMatchObject({ whole: true, entries: 5 });
  });

  it('of no database is refused, and makes none', async () => {
    const world = testWorld();
    const path = databasePath(world);
    await expect(rebuildDatabase(world, {})).rejects.toMatchObject({
      exitCode: 2,
      message: `${path}: there is no database to rebuild`,
      next: 'Start one: codex-cockpit init',
    });
    expect(existsSync(path)).toBe(false);
  });

  it('leaves nothing open beside the database', async () => {
    const { world, path } = await worldWithHistory();
    await rebuildDatabase(world, {});
    expect(besides(path)).toEqual([]);
  });
});

describe('the status', () => {
  it('is that of the rollout, its newest run and the number of entries', async () => {
    const { world } = await worldWithHistory();
    const store = await openHistory(world, {});
    expect(await readStatus(world, store)).toMatchObject({
      rollout: { name: 'Acme' },
      pin: '0.139.0',
      lastRun: { id: 'r1', verdict: 'pass', checks: [{ check: 'cli.version' }] },
      entries: 5,
    });
    await store?.close();
  });

  it('has the pin of the rollout, not that of the house', async () => {
    const world = testWorld();
    const store = await openWritableHistory(world, {});
    expect(await readStatus(world, store)).toMatchObject({
      rollout: undefined,
      pin: '0.139.0',
      lastRun: undefined,
      entries: 0,
    });
    await startRollout(world, store, { name: 'Acme', pin: '0.150.0' });
    expect((await readStatus(world, store)).pin).toBe('0.150.0');
    await store.close();
  });
});

describe('the list of entries', () => {
  it('has the newest first, with their bodies read, as many as are asked for', async () => {
    const { world } = await worldWithHistory();
    const store = await openHistory(world, {});
    const newest = await Array.fromAsync(listHistory(store, { limit: 2 }));
    expect(newest.map(({ seq, event }) => [seq, event.kind])).toEqual([
      [5, 'run.finished'],
      [4, 'check.finished'],
    ]);
    expect(newest[0]).not.toHaveProperty('body');
    await store?.close();
  });

  it('has fifty by default, and none where there is no history', async () => {
    const { world } = await worldWithHistory();
    const store = await openWritableHistory(world, {});
    await store.append(() => Array.from({ length: 60 }, (_, n) => draft(runStarted(`n${n}`))));
    expect(await Array.fromAsync(listHistory(store))).toHaveLength(50);
    expect(await Array.fromAsync(listHistory(undefined))).toEqual([]);
    await store.close();
  });
});
