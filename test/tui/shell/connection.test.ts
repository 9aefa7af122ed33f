import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addPerson } from '../../../src/app/people/people.ts';
import { startRollout } from '../../../src/app/rollout/start-rollout.ts';
import { databasePath } from '../../../src/app/world/database-path.ts';
import { openWritableHistory } from '../../../src/app/world/session.ts';
import { Connection } from '../../../src/tui/shell/connection.ts';
import { testWorld } from '../../support/world.ts';

function connected() {
  const world = { ...testWorld(), as: 'ada@example.com' };
  const connection = new Connection({});
  onTestFinished(() => connection.close());
  return { world, connection };
}

/** Another process records something. */
async function elsewhere(world: ReturnType<typeof connected>['world'], isFirst: boolean) {
  const store = await openWritableHistory(world, {});
  if (isFirst) await startRollout(world, store, { name: 'Acme' });
  else await addPerson(world, store, { email: 'bob@example.com', add: ['auditor'] });
  await store.close();
}

describe('the database behind the cockpit', () => {
  it('is not made by looking around', async () => {
    const { world, connection } = connected();
    expect(await connection.reading(world, async (store) => store)).toBeUndefined();
    expect(() => rmSync(databasePath(world))).toThrow(/ENOENT/);
  });

  it('is written when another process writes, and told once', async () => {
    const { world, connection } = connected();
    const told = () => [connection.isWritten(world), connection.isWritten(world)];
    expect(told()).toEqual([expect.any(Boolean), false]);
    await elsewhere(world, true);
    expect(told()).toEqual([true, false]);
    await elsewhere(world, false);
    expect(told()).toEqual([true, false]);
    expect(await connection.reading(world, async (store) => (await store?.people())?.length)).toBe(2);
  });

  it('stays open once something is recorded, and reads what others record then', async () => {
    const { world, connection } = connected();
    const store = await connection.writable(world);
    await startRollout(world, store, { name: 'Acme' });
    expect(await connection.writable(world)).toBe(store);
    await elsewhere(world, false);
    expect(await connection.reading(world, async (read) => (await read?.people())?.length)).toBe(2);
  });

  it('is opened again after it could not be: the disk may be free, or the file mended', async () => {
    const { world, connection } = connected();
    const path = databasePath(world);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'not a database');
    await expect(connection.writable(world)).rejects.toThrow(/not a readable cockpit database/);
    rmSync(path);
    await expect(connection.writable(world)).resolves.toBeDefined();
  });

  it('closes what a reading opened, also when the reading fails', async () => {
    const { world, connection } = connected();
    await elsewhere(world, true);
    let opened: { countEntries: () => Promise<number> } | undefined;
    await expect(
      connection.reading(world, async (store) => {
        opened = store;
        throw new Error('a fault');
      }),
    ).rejects.toThrow('a fault');
    await expect(opened?.countEntries()).rejects.toThrow();
  });
});
