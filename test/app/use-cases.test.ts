import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actingPerson } from '../../src/app/actor.ts';
import { compareBaselines, readBaseline } from '../../src/app/baselines.ts';
import { databasePath } from '../../src/app/database-path.ts';
import { listHistory } from '../../src/app/list-history.ts';
import { loadPhases } from '../../src/app/load-phases.ts';
import { loadSuites } from '../../src/app/load-suite.ts';
import { readStatus } from '../../src/app/read-status.ts';
import { rebuildDatabase } from '../../src/app/rebuild-database.ts';
import { startRollout } from '../../src/app/start-rollout.ts';
import { verifyHistory } from '../../src/app/verify-history.ts';
import { testStore } from '../support/history.ts';
import { testWorld } from '../support/world.ts';

describe('starting a rollout', () => {
  it('records its name, its pin and who started it', async () => {
    const store = await testStore();
    const world = testWorld();
    const rollout = await startRollout(world, store, { name: '  Acme \u001b[31mrollout ' });
    expect(rollout).toMatchObject({ name: 'Acme rollout', pin: '0.139.0' });
    expect((await readStatus(store)).rollout).toEqual(rollout);
  });

  it.each([
    ['an empty name', { name: ' ' }, 'a rollout needs a name'],
    ['a range in place of a pin', { name: 'x', pin: '>=0.139' }, 'the pin ">=0.139" is not an exact version'],
  ])('is refused for %s', async (_, asked, message) => {
    const store = await testStore();
    await expect(startRollout(testWorld(), store, asked)).rejects.toMatchObject({ exitCode: 2, message });
    expect(await store.countEntries()).toBe(0);
  });

  it('is refused a second time, with what is there', async () => {
    const store = await testStore();
    await startRollout(testWorld(), store, { name: 'Acme' });
    await expect(startRollout(testWorld(), store, { name: 'Other' })).rejects.toThrow(
      'already holds the rollout "Acme"',
    );
    expect((await Array.fromAsync(listHistory(store))).map(({ event }) => event.kind)).toEqual([
      'rollout.started',
    ]);
  });

  it('is signed with the e-mail address of git, else with the name of the account', async () => {
    const world = testWorld();
    writeFileSync(join(world.root, '.gitconfig'), '[user]\n\temail = ada@example.com\n');
    expect(await actingPerson(world)).toBe('ada@example.com');
    expect(await actingPerson(testWorld())).not.toBe('');
  });
});

describe('the database', () => {
  it.each([
    ['what was asked for', { CODEX_COCKPIT_DB: '/e.db' }, 'x.db', '/cwd/x.db'],
    ['what the variable says', { CODEX_COCKPIT_DB: 'e.db', HOME: '/h' }, undefined, '/cwd/e.db'],
    ['the data folder', { XDG_DATA_HOME: '/d', HOME: '/h' }, undefined, '/d/codex-cockpit/cockpit.db'],
    ['the data folder of the home', { HOME: '/h' }, undefined, '/h/.local/share/codex-cockpit/cockpit.db'],
  ])('is %s', (_, environment, asked, path) => {
    expect(databasePath({ environment, cwd: '/cwd' }, asked)).toBe(path);
  });

  it('that is not there is empty and whole, and cannot be rebuilt', async () => {
    const world = testWorld();
    expect(await verifyHistory(world, {})).toMatchObject({ whole: true, entries: 0 });
    expect(await readStatus(undefined)).toMatchObject({ rollout: undefined, pin: '0.139.0', entries: 0 });
    await expect(rebuildDatabase(world, {})).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('suites', () => {
  const text = (id: string) =>
    `version: 1\nsuite: team\ntitle: T\nchecks:\n  - { id: ${id}, title: t, why: w, severity: info, scope: static, phase: pilot, owner: o, remedy: r, probe: cli.path }\n`;

  it('are the shipped one and those beside the project', async () => {
    const { cwd } = testWorld();
    mkdirSync(join(cwd, 'checks'));
    writeFileSync(join(cwd, 'checks', 'team.yaml'), text('team.path'));
    const suite = await loadSuites(cwd, []);
    expect(suite.name).toBe('upgrade + team');
    expect(suite.checks.at(-1)).toMatchObject({
      id: 'team.path',
      declaredAt: { file: 'checks/team.yaml', line: 5 },
    });
  });

  it('are only those that were named', async () => {
    const { cwd } = testWorld();
    writeFileSync(join(cwd, 'mine.yaml'), text('team.path'));
    expect((await loadSuites(cwd, ['mine.yaml'])).checks.map(({ id }) => id)).toEqual(['team.path']);
  });

  it('that cannot be read are refused by name', async () => {
    const { cwd } = testWorld();
    await expect(loadSuites(cwd, ['none.yaml'])).rejects.toThrow(
      'none.yaml: cannot read the suite: there is no such file',
    );
    await expect(loadSuites(cwd, ['.'])).rejects.toThrow('cannot read the suite');
  });
});

describe('baselines', () => {
  it('of the team come before ours, and a broken one is refused by name', async () => {
    const world = testWorld();
    expect((await readBaseline(world, '0.139.0'))?.cli).toBe('0.139.0');
    mkdirSync(join(world.cwd, 'data', 'baselines'), { recursive: true });
    writeFileSync(join(world.cwd, 'data', 'baselines', '0.139.0.json'), '{}');
    await expect(readBaseline(world, '0.139.0')).rejects.toThrow(/0\.139\.0\.json: not a baseline/);
  });

  it('that were not recorded cannot be compared', async () => {
    await expect(compareBaselines(testWorld(), '0.139.0', '9.9.9')).rejects.toThrow(
      'no baseline of 9.9.9 was recorded',
    );
  });
});

it('gives the four phases in their order', async () => {
  expect((await loadPhases()).map(({ title }) => title)).toEqual(['Pilot', 'Standardize', 'Govern', 'Scale']);
});
