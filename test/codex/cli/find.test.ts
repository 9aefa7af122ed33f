import { mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCodex, findOnPath } from '../../../src/codex/cli/find.ts';
import { program } from '../../support/process-program.ts';
import { tempFolder } from '../../support/temp.ts';

const path = (...folders: string[]) => folders.join(delimiter);

describe('the codex on PATH', () => {
  it('are found in the order of PATH, executable files only, once per real file', async () => {
    const root = tempFolder();
    const first = program('', { folder: join(root, 'a') });
    program('', { folder: join(root, 'not-executable'), mode: 0o644 });
    mkdirSync(join(root, 'links'));
    symlinkSync(first, join(root, 'links', 'codex'));
    mkdirSync(join(root, 'folders', 'codex'), { recursive: true });
    mkdirSync(join(root, 'broken'));
    symlinkSync(join(root, 'nowhere'), join(root, 'broken', 'codex'));
    const last = program('', { folder: join(root, 'z') });
    const names = ['missing', 'a', 'not-executable', 'links', 'folders', 'broken', 'z', 'a'];
    const found = await findOnPath({ PATH: path(...names.map((name) => join(root, name))) });
    expect(found.map((one) => one.path)).toEqual([first, last]);
  });

  it('are named by the place that a shell would take, and by the real file behind it', async () => {
    const root = tempFolder();
    const realPath = program('', { folder: join(root, 'real'), name: 'codex.js' });
    mkdirSync(join(root, 'bin'));
    symlinkSync(realPath, join(root, 'bin', 'codex'));
    expect(await findOnPath({ PATH: join(root, 'bin') })).toEqual([
      { path: join(root, 'bin', 'codex'), realPath },
    ]);
  });

  it.each([
    ['no PATH', {}],
    ['an empty PATH, which means the current folder to some shells', { PATH: path('', '') }],
  ])('are none with %s', async (_, environment) => {
    expect(await findOnPath(environment)).toEqual([]);
  });
});

describe('the CLI under test', () => {
  const beside = '/cockpit';

  it('is the one named, else the one of the variable, else the first on PATH, else the one beside', async () => {
    const PATH = tempFolder();
    const onPath = program('', { folder: PATH });
    const CODEX_COCKPIT_CODEX = '/variable/codex';
    const found = (environment: Record<string, string>, named?: string) =>
      findCodex(environment, { named, beside });
    expect(await found({ PATH, CODEX_COCKPIT_CODEX }, '/named/codex')).toBe('/named/codex');
    expect(await found({ PATH, CODEX_COCKPIT_CODEX })).toBe(CODEX_COCKPIT_CODEX);
    expect(await found({ PATH })).toBe(onPath);
    expect(await found({ PATH: '' })).toBe('/cockpit/node_modules/.bin/codex');
  });

  it('is the one named even where nothing is: the version check says so then', async () => {
    const PATH = tempFolder();
    program('', { folder: PATH });
    expect(await findCodex({ PATH }, { named: '/nowhere/codex', beside })).toBe('/nowhere/codex');
  });

  it('may be named from where one stands', async () => {
    const codex = program('');
    expect(await findCodex({}, { named: relative(process.cwd(), codex), beside })).toBe(codex);
  });

  it('is not the one of an empty variable', async () => {
    const PATH = tempFolder();
    const onPath = program('', { folder: PATH });
    expect(await findCodex({ PATH, CODEX_COCKPIT_CODEX: '' }, { named: undefined, beside })).toBe(onPath);
  });
});
