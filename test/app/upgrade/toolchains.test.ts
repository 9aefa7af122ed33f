import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installToolchain, listToolchains, removeToolchain } from '../../../src/app/upgrade/toolchains.ts';
import { findCli } from '../../../src/app/world/find-cli.ts';
import { cockpit } from '../../support/cockpit.ts';
import { npmRegistry } from '../../support/npm-registry.ts';
import { testWorld } from '../../support/world.ts';

const quietly = { signal: new AbortController().signal };

async function machine(...releases: Parameters<typeof npmRegistry>[0]) {
  const registry = await npmRegistry(releases);
  const world = testWorld(registry.environment);
  const folder = join(world.environment.XDG_DATA_HOME ?? '', 'codex-cockpit', 'toolchains');
  const left = () => (existsSync(folder) ? readdirSync(folder) : []);
  return {
    registry,
    world,
    folder,
    left,
    install: (version: string) => installToolchain(world, version, quietly),
  };
}

describe('a CLI version that is installed beside the others', () => {
  it('is there whole, private, and named by its version; a program that changes afterwards is found', async () => {
    const { world, folder, left, install } = await machine({ version: '0.150.0' });
    expect(await install('v0.150.0')).toMatchObject({ version: '0.150.0', isNew: true, faults: [] });
    expect(left()).toEqual(['0.150.0']);
    expect(statSync(join(folder, '0.150.0')).mode & 0o777).toBe(0o700);
    expect(JSON.parse(readFileSync(join(folder, '0.150.0', 'toolchain.json'), 'utf8'))).toMatchObject({
      version: '0.150.0',
      integrity: { wrapper: expect.stringMatching(/^sha512-/), native: expect.stringMatching(/^sha512-/) },
      programs: { native: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const codex = join(folder, '0.150.0', 'node_modules', '.bin', 'codex');
    expect(await findCli(world, '0.150.0')).toBe(codex);
    expect(await install('0.150.0')).toMatchObject({ isNew: false });

    appendFileSync(codex, '\n');
    expect(await listToolchains(world)).toMatchObject([
      { version: '0.150.0', faults: ['codex.js is not what was installed'] },
    ]);
    await expect(install('0.150.0')).rejects.toMatchObject({
      exitCode: 2,
      message: 'the installed Codex CLI 0.150.0 was altered: codex.js is not what was installed',
    });
    await removeToolchain(world, '0.150.0');
    expect(left()).toEqual([]);
    await expect(findCli(world, '0.150.0')).rejects.toThrow('0.150.0 is not installed side by side');
    await expect(removeToolchain(world, '../data')).rejects.toThrow('is not installed side by side');
  });

  it.each([
    ['that the registry does not have', '0.150.1', {}, 'E404: No match found for version 0.150.1'],
    ['whose bytes are not what the registry records', '0.150.0', { recordsAnother: true }, 'EINTEGRITY'],
    ['that states another version', '0.150.0', { states: '0.139.0' }, 'says that it is 0.139.0'],
    ['that is not made for this platform', '0.150.0', { isForeign: true }, 'has no package for'],
    ['that the baseline records with another binary', '0.139.0', {}, 'is not the recorded one'],
  ] as const)('is refused when it is one %s, and nothing is kept', async (_, asked, release, reason) => {
    const version = asked === '0.150.1' ? '0.150.0' : asked;
    const { left, install } = await machine({ version, ...release });
    await expect(install(asked)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(reason),
      next: expect.stringMatching(/./),
    });
    expect(left()).toEqual([]);
  });

  it('is one exact version', async () => {
    await expect(installToolchain(testWorld(), 'latest', quietly)).rejects.toThrow(
      '"latest" is not an exact version',
    );
  });

  it('says what to do when the registry does not answer, or there is no npm', async () => {
    const unreachable = testWorld({
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_fetch_retries: '0',
    });
    await expect(installToolchain(unreachable, '0.150.0', quietly)).rejects.toMatchObject({
      message: expect.stringContaining('ECONNREFUSED'),
      next: 'Check the network, the proxy and the registry: npm config get registry',
    });
    await expect(installToolchain(testWorld({ PATH: '/nowhere' }), '0.150.0', quietly)).rejects.toMatchObject(
      {
        message: expect.stringContaining('npm could not be started (ENOENT)'),
        next: 'Install npm, or put it on PATH.',
      },
    );
  });

  it('is not there after its install was killed, and the next install makes it and cleans up', async () => {
    const { environment, gate } = await npmRegistry([{ version: '0.150.0' }]);
    const { start, run, environment: own } = cockpit(environment);
    const folder = join(own.XDG_DATA_HOME ?? '', 'codex-cockpit', 'toolchains');
    gate.isShut = true;
    const downloading = new Promise<void>((done) => (gate.onRequest = done));
    const { child, ended } = start('upgrade', 'install', '0.150.0');
    await downloading;
    child.kill('SIGKILL');
    await ended;
    expect((await run('upgrade', 'list')).stdout).toBe('No CLI version is installed side by side.\n');
    gate.isShut = false;
    gate.open();
    expect(await run('upgrade', 'install', '0.150.0')).toMatchObject({ code: 0 });
    expect(readdirSync(folder)).toEqual(['0.150.0']);
  });

  it('is installed once when two installs of it run at the same time', async () => {
    const { left, install } = await machine({ version: '0.150.0' });
    const both = await Promise.all([install('0.150.0'), install('0.150.0')]);
    expect(both).toMatchObject([{ faults: [] }, { faults: [] }]);
    expect(left()).toEqual(['0.150.0']);
  });
});
