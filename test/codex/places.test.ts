import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../src/codex/environment.ts';
import { findCodex, findOnPath } from '../../src/codex/find.ts';
import { copyTeamHome, createScratch, sweepScratch, teamHome } from '../../src/codex/scratch.ts';
import { tempFolder } from '../support/temp.ts';

function program(folder: string, mode = 0o755): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'codex');
  writeFileSync(path, '#!/bin/sh\n', { mode });
  chmodSync(path, mode);
  return path;
}

describe('the environment of a child', () => {
  it('has a private CODEX_HOME and no colours, and passes on what programs need', () => {
    const env = childEnvironment(
      { PATH: '/bin', HOME: '/home/ada', HTTPS_PROXY: 'http://proxy' },
      '/private',
    );
    expect(env).toMatchObject({
      PATH: '/bin',
      HOME: '/home/ada',
      HTTPS_PROXY: 'http://proxy',
      CODEX_HOME: '/private',
      NO_COLOR: '1',
    });
  });

  it.each(['OPENAI_API_KEY', 'CODEX_API_KEY', 'GITHUB_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'RUST_BACKTRACE'])(
    'does not pass on %s',
    (name) => {
      expect(childEnvironment({ PATH: '/bin', [name]: 'secret' }, '/private')).not.toHaveProperty(name);
    },
  );
});

describe('the scratch place of a check', () => {
  it('is for its owner only, in the cache folder and not in the temp dir, and can be removed', async () => {
    const root = tempFolder();
    const scratch = await createScratch({ XDG_CACHE_HOME: root });
    expect(scratch.home.startsWith(join(root, 'codex-cockpit', 'scratch'))).toBe(true);
    expect((statSync(scratch.home).mode & 0o777).toString(8)).toBe('700');
    await scratch.remove();
    expect(existsSync(scratch.home)).toBe(false);
  });

  it('of a run that was killed is swept after a day, not earlier', async () => {
    const environment = { XDG_CACHE_HOME: tempFolder() };
    const [old, young] = [await createScratch(environment), await createScratch(environment)];
    const now = new Date();
    const past = new Date(now.getTime() - 25 * 60 * 60 * 1000);
    utimesSync(join(old.home, '..'), past, past);
    await sweepScratch(environment, now);
    expect([existsSync(old.home), existsSync(young.home)]).toEqual([false, true]);
  });

  it('gets copies of what is there, and nothing else', async () => {
    const [from, to] = [tempFolder(), tempFolder()];
    writeFileSync(join(from, 'config.toml'), 'model = "x"\n');
    writeFileSync(join(from, 'auth.json'), '{}');
    mkdirSync(join(from, 'plugins', 'cache'), { recursive: true });
    symlinkSync('/etc/passwd', join(from, 'plugins', 'cache', 'link'));
    expect(await copyTeamHome(from, to, ['config.toml', 'plugins', '.tmp/marketplaces'])).toEqual([
      'config.toml',
      'plugins',
    ]);
    expect(readFileSync(join(to, 'config.toml'), 'utf8')).toBe('model = "x"\n');
    expect(existsSync(join(to, 'auth.json'))).toBe(false);
  });

  it.each([
    [{ CODEX_HOME: '/team', HOME: '/home/ada' }, '/team'],
    [{ HOME: '/home/ada' }, '/home/ada/.codex'],
  ])('knows the home of the team from %j', (environment, home) => {
    expect(teamHome(environment)).toBe(home);
  });
});

describe('the CLI under test', () => {
  it('is found on PATH in order, once per real file, executable ones only', async () => {
    const root = tempFolder();
    const first = program(join(root, 'a'));
    program(join(root, 'b'), 0o644);
    mkdirSync(join(root, 'c'));
    symlinkSync(first, join(root, 'c', 'codex'));
    mkdirSync(join(root, 'd', 'codex'), { recursive: true });
    const last = program(join(root, 'e'));
    const PATH = ['a', 'b', 'c', 'd', 'e', 'missing'].map((name) => join(root, name)).join(delimiter);
    expect((await findOnPath({ PATH })).map(({ path }) => path)).toEqual([first, last]);
  });

  it('is the one named, else the one of the variable, else the first on PATH, else the one beside', async () => {
    const root = tempFolder();
    const onPath = program(join(root, 'a'));
    const PATH = join(root, 'a');
    const find = (environment: Record<string, string>, named?: string) =>
      findCodex(environment, { named, beside: '/cockpit' });
    expect(await find({ PATH, CODEX_COCKPIT_CODEX: '/variable/codex' }, '/named/codex')).toBe('/named/codex');
    expect(await find({ PATH, CODEX_COCKPIT_CODEX: '/variable/codex' })).toBe('/variable/codex');
    expect(await find({ PATH })).toBe(onPath);
    expect(await find({ PATH: '' })).toBe('/cockpit/node_modules/.bin/codex');
  });
});
