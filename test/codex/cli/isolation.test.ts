import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  copyTeamHome,
  createIsolation,
  sweepIsolations,
  teamHome,
} from '../../../src/codex/cli/isolation.ts';
import { asNobody } from '../../support/as-nobody.ts';
import { runOn, shippedCheck } from '../../support/bench.ts';
import { tempFolder } from '../../support/temp.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('the isolated environment of a check', () => {
  it('is a CODEX_HOME and a folder to work in, both empty, for their owner only', async () => {
    const { home, work } = await createIsolation({ XDG_CACHE_HOME: tempFolder() });
    for (const folder of [home, work]) {
      expect(readdirSync(folder)).toEqual([]);
      expect(mode(folder)).toBe('700');
    }
    expect([mode(dirname(home)), mode(dirname(dirname(home)))]).toEqual(['700', '700']);
  });

  it('is a project of its own: nothing that lies above it counts for the CLI', async () => {
    // As the sandbox of another CLI leaves for a moment in each folder that it may write to.
    const above = tempFolder();
    mkdirSync(join(above, '.git'));
    const canary = join(above, 'canary-was-started');
    const program = join(above, 'canary');
    writeFileSync(program, `#!/bin/sh\ntouch ${canary}\n`, { mode: 0o755 });
    mkdirSync(join(above, '.codex'));
    writeFileSync(join(above, '.codex', 'config.toml'), `[mcp_servers.canary]\ncommand = "${program}"\n`);
    const world = testWorld({ HOME: above, XDG_CACHE_HOME: join(above, 'cache') });
    const { judgement } = await runOn(realCodex, world, shippedCheck('exec.smoke', { timeoutMs: 60_000 }));
    expect(judgement.verdict).toBe('pass');
    expect(existsSync(canary)).toBe(false);
  });

  it('is one of its own each time', async () => {
    const environment = { XDG_CACHE_HOME: tempFolder() };
    const places = await Promise.all(Array.from({ length: 5 }, () => createIsolation(environment)));
    expect(new Set(places.flatMap(({ home, work }) => [home, work])).size).toBe(10);
  });

  it('lies in the cache folder, not in the temp dir, where the CLI would refuse its helpers', async () => {
    const HOME = tempFolder();
    const { home } = await createIsolation({ HOME, TMPDIR: tmpdir() });
    expect(home.startsWith(join(HOME, '.cache', 'codex-cockpit', 'scratch'))).toBe(true);
  });

  it.each(['', 'relative/cache'])('ignores the cache folder %j, which is no absolute path', async (cache) => {
    const HOME = tempFolder();
    const { home } = await createIsolation({ HOME, XDG_CACHE_HOME: cache });
    expect(home.startsWith(join(HOME, '.cache'))).toBe(true);
  });

  it('can be removed with all that a CLI left in it, and again', async () => {
    const root = tempFolder();
    const { home, work, remove } = await createIsolation({ XDG_CACHE_HOME: root });
    mkdirSync(join(home, 'a', 'b'), { recursive: true });
    writeFileSync(join(home, 'a', 'b', 'read-only'), '', { mode: 0o400 });
    symlinkSync(root, join(work, 'link'));
    writeFileSync(join(root, 'kept'), '');
    await remove();
    await remove();
    expect([existsSync(dirname(home)), existsSync(join(root, 'kept'))]).toEqual([false, true]);
  });

  it('that cannot be made is told of by its place and a way out', async () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    await expect(createIsolation({ XDG_CACHE_HOME: file })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(join(file, 'codex-cockpit', 'scratch')),
      next: expect.stringContaining('XDG_CACHE_HOME'),
    });
  });

  it('of a run that was killed is swept after a day, not earlier', async () => {
    const environment = { XDG_CACHE_HOME: tempFolder() };
    const [old, young] = [await createIsolation(environment), await createIsolation(environment)];
    const now = new Date();
    const past = new Date(now.getTime() - 25 * 60 * 60 * 1000);
    utimesSync(dirname(old.home), past, past);
    await sweepIsolations(environment, now);
    expect([existsSync(dirname(old.home)), existsSync(young.home)]).toEqual([false, true]);
  });

  it.skipIf(process.platform !== 'linux')(
    "of a run that was killed is swept at once, and nobody else's",
    async () => {
      const environment = { XDG_CACHE_HOME: tempFolder() };
      const own = await createIsolation(environment);
      const module = resolve('src/codex/cli/isolation.ts');
      const script = `import { createIsolation } from ${JSON.stringify(module)}; console.log((await createIsolation(JSON.parse(process.argv[1]))).home);`;
      const killed = execFileSync(
        process.execPath,
        ['--input-type=module', '-e', script, JSON.stringify(environment)],
        {
          encoding: 'utf8',
        },
      ).trim();
      const foreign = await createIsolation(environment);
      const owner = join(dirname(foreign.home), '.owner');
      writeFileSync(
        owner,
        readFileSync(owner, 'utf8')
          .replace(/"namespace":"[^"]*"/, '"namespace":"pid:[1]"')
          .replace(/"pid":\d+/, '"pid":1'),
      );
      expect(existsSync(killed)).toBe(true);
      await sweepIsolations(environment, new Date());
      expect([own.home, killed, foreign.home].map((home) => existsSync(home))).toEqual([true, false, true]);
    },
  );

  it('needs no sweeping where there was none', async () => {
    const HOME = tempFolder();
    await sweepIsolations({ HOME }, new Date());
    expect(readdirSync(HOME)).toEqual([]);
  });
});

describe('the copy of the CODEX_HOME of the team', () => {
  /** A CODEX_HOME with everything that a person has in one. */
  function team(): string {
    const from = tempFolder();
    for (const folder of ['plugins/cache', '.tmp/marketplaces', 'sessions'])
      mkdirSync(join(from, folder), { recursive: true });
    for (const file of [
      'config.toml',
      'auth.json',
      '.credentials.json',
      'plugins/cache/one',
      'sessions/rollout.jsonl',
    ])
      writeFileSync(join(from, file), file);
    return from;
  }

  it('has what was asked for and is there, and tells which', async () => {
    const to = tempFolder();
    expect(await copyTeamHome(team(), to, ['config.toml', 'plugins', 'rules', '.tmp/marketplaces'])).toEqual([
      'config.toml',
      'plugins',
      '.tmp/marketplaces',
    ]);
    expect(readdirSync(to, { recursive: true }).sort()).toEqual([
      '.tmp',
      '.tmp/marketplaces',
      'config.toml',
      'plugins',
      'plugins/cache',
      'plugins/cache/one',
    ]);
  });

  it('is a copy: what the CLI writes there does not reach the team', async () => {
    const [from, to, elsewhere] = [team(), tempFolder(), tempFolder()];
    writeFileSync(join(elsewhere, 'shared.toml'), 'ours');
    symlinkSync(join(elsewhere, 'shared.toml'), join(from, 'work.config.toml'));
    await copyTeamHome(from, to, ['work.config.toml']);
    expect(lstatSync(join(to, 'work.config.toml')).isFile()).toBe(true);
    writeFileSync(join(to, 'work.config.toml'), 'theirs');
    expect(readFileSync(join(elsewhere, 'shared.toml'), 'utf8')).toBe('ours');
  });

  it('keeps links inside of folders as they are', async () => {
    const [from, to] = [team(), tempFolder()];
    symlinkSync('one', join(from, 'plugins', 'cache', 'latest'));
    await copyTeamHome(from, to, ['plugins']);
    expect(readlinkSync(join(to, 'plugins', 'cache', 'latest'))).toBe('one');
  });

  it('of a home that is not there is empty', async () => {
    const to = tempFolder();
    expect(await copyTeamHome('/nonexistent', to, ['config.toml', 'plugins'])).toEqual([]);
    expect(readdirSync(to)).toEqual([]);
  });

  it('is refused for a file that may not be read', async () => {
    const [from, to] = [team(), tempFolder()];
    chmodSync(join(from, 'config.toml'), 0);
    await asNobody([from, to], () =>
      expect(copyTeamHome(from, to, ['config.toml'])).rejects.toThrow('cannot be read: permission denied'),
    );
  });

  it.each([
    ['CODEX_HOME', { CODEX_HOME: '/team', HOME: '/home/ada' }, '/team'],
    ['the folder in HOME', { HOME: '/home/ada' }, '/home/ada/.codex'],
    ['the folder in HOME for an empty CODEX_HOME', { CODEX_HOME: '', HOME: '/home/ada' }, '/home/ada/.codex'],
    ['the folder of the account without a HOME', {}, join(homedir(), '.codex')],
    ['CODEX_HOME from where one stands', { CODEX_HOME: 'team' }, join(process.cwd(), 'team')],
  ])('is made of %s', (_, environment, home) => {
    expect(teamHome(environment)).toBe(home);
  });
});
