import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { actingPerson } from '../../../src/app/world/actor.ts';
import { testWorld } from '../../support/world.ts';

const account = userInfo().username;

describe('who acts', () => {
  it('is whom git knows in the project, before the one of the home', async () => {
    const world = testWorld();
    writeFileSync(join(world.root, '.gitconfig'), '[user]\n\temail = ada@home.example\n');
    expect(await actingPerson(world)).toBe('ada@home.example');
    execFileSync('git', ['init', '-q'], { cwd: world.cwd, env: world.environment });
    execFileSync('git', ['config', 'user.email', 'ada@work.example'], {
      cwd: world.cwd,
      env: world.environment,
    });
    expect(await actingPerson(world)).toBe('ada@work.example');
  });

  it('is the account where git knows nobody', async () => {
    expect(await actingPerson(testWorld())).toBe(account);
  });

  it('is the account where there is no git', async () => {
    const world = testWorld();
    mkdirSync(join(world.root, 'empty'));
    const environment = { ...world.environment, PATH: join(world.root, 'empty') };
    expect(await actingPerson({ ...world, environment })).toBe(account);
  });

  it('is not whom the environment of the cockpit itself names, but that of the world', async () => {
    const world = testWorld();
    writeFileSync(join(world.root, 'other.gitconfig'), '[user]\n\temail = eve@example.com\n');
    vi.stubEnv('GIT_CONFIG_GLOBAL', join(world.root, 'other.gitconfig'));
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect(await actingPerson(world)).toBe(account);
  });

  it('is written on one line without what a terminal would obey', async () => {
    const world = testWorld();
    writeFileSync(join(world.root, '.gitconfig'), '[user]\n\temail = "ada\\n\u001b[2Jmallory@example.com"\n');
    expect(await actingPerson(world)).toBe('ada mallory@example.com');
  });
});
