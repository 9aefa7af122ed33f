import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exactVersion, startRollout } from '../../../src/app/rollout/start-rollout.ts';
import { openWritableHistory } from '../../../src/app/world/session.ts';
import { hostile } from '../../support/recorded-builders.ts';
import { testWorld } from '../../support/world.ts';

/** A world in which Ada has a name for git, and its history. */
async function adasWorld() {
  const world = { ...testWorld(), now: () => new Date('2026-11-20T12:00:00.000Z') };
  writeFileSync(join(world.root, '.gitconfig'), '[user]\n\temail = ada@example.com\n');
  const store = await openWritableHistory(world, {});
  onTestFinished(() => store.close());
  return { world, store };
}

describe('a rollout', () => {
  it('is started with the pin of the house, by the person git knows, and is the first entry', async () => {
    const { world, store } = await adasWorld();
    const rollout = await startRollout(world, store, { name: 'Acme' });
    expect(rollout).toEqual({
      name: 'Acme',
      pin: '0.139.0',
      pinnedAt: '2026-11-20T12:00:00.000Z',
      surfaces: ['local', 'cloud'],
      startedAt: '2026-11-20T12:00:00.000Z',
      startedBy: 'ada@example.com',
    });
    expect(await store.rollout()).toEqual(rollout);
    const [entry] = await Array.fromAsync(store.entries());
    expect(entry).toMatchObject({
      seq: 1,
      actor: 'ada@example.com',
      kind: 'rollout.started',
      subject: 'rollout',
    });
  });

  it('has whoever started it as its first rollout owner', async () => {
    const { world, store } = await adasWorld();
    await startRollout(world, store, { name: 'Acme' });
    expect(await store.people()).toMatchObject([{ email: 'ada@example.com', roles: ['rollout owner'] }]);
  });

  it('may pin another version', async () => {
    const { world, store } = await adasWorld();
    expect(await startRollout(world, store, { name: 'Acme', pin: '0.150.0-alpha.1' })).toMatchObject({
      pin: '0.150.0-alpha.1',
    });
  });

  it('has a name that a terminal can show', async () => {
    const { world, store } = await adasWorld();
    expect((await startRollout(world, store, { name: hostile })).name).toBe('evil faked line');
  });

  it.each(['', ' ', '\n\t', '\u001b[31m', '\u202e'])('needs a name, which %j is not', async (name) => {
    const { world, store } = await adasWorld();
    await expect(startRollout(world, store, { name })).rejects.toMatchObject({
      exitCode: 2,
      message: 'a rollout needs a name',
      next: 'Give it one with --name.',
    });
    expect(await store.countEntries()).toBe(0);
  });

  it('is one in a database, whoever asks first', async () => {
    const { world, store } = await adasWorld();
    const asked = await Promise.allSettled(
      ['One', 'Two', 'Three'].map((name) => startRollout(world, store, { name })),
    );
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await store.countEntries()).toBe(2);
  });

  it('that is there already is named with its day and its owner', async () => {
    const { world, store } = await adasWorld();
    await startRollout(world, store, { name: 'Acme' });
    await expect(startRollout(world, store, { name: 'Other' })).rejects.toMatchObject({
      exitCode: 2,
      message: 'this database already has the rollout "Acme", started 2026-11-20 by ada@example.com',
      next: 'Name another database with --db to start a second one.',
    });
  });
});

describe('a pin', () => {
  it.each([
    ['0.139.0', '0.139.0'],
    ['v0.139.0', '0.139.0'],
    [' 0.139.0 ', '0.139.0'],
    ['1.0.0-rc.1', '1.0.0-rc.1'],
  ])('is the exact version in %j', (text, version) => {
    expect(exactVersion(text)).toBe(version);
  });

  it.each([
    '',
    'latest',
    '^0.139.0',
    '~0.139',
    '0.139',
    '>=0.139.0',
    '0.139.x',
    '*',
    '0.139.0 || 0.150.0',
    '0.0139.0',
  ])('is not %j, which may be several or none', (text) => {
    expect(() => exactVersion(text)).toThrow(
      expect.objectContaining({ exitCode: 2, next: 'Name one version, such as 0.139.0.' }),
    );
  });

  it('that is refused is shown without what a terminal would obey', () => {
    expect(() => exactVersion('0.139.0\u001b[2J')).toThrow('the pin "0.139.0" is not an exact version');
  });
});
