import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findNamedFiles } from '../../../src/app/checks/find-named-files.ts';
import { testWorld } from '../../support/world.ts';

/** A team home and a project with these files. */
function placeWith(files: { home?: readonly string[]; project?: readonly string[] }) {
  const world = testWorld();
  const write = (folder: string, names: readonly string[] = []) => {
    for (const name of names) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), '\n');
    }
  };
  write(world.teamHome, files.home);
  write(world.cwd, files.project);
  const find = (actual: string, summary = '') =>
    findNamedFiles(world, { actual, summary, expected: undefined }).then((found) =>
      found.map(({ path, line, column }) => [
        path.replace(world.teamHome, 'HOME').replace(world.cwd, 'PROJECT'),
        line,
        column,
      ]),
    );
  return { ...world, find };
}

describe('the file that a finding names', () => {
  it("is that of the team's CODEX_HOME, however it is written", async () => {
    const { find, teamHome } = placeWith({ home: ['config.toml'] });
    for (const name of [
      'config.toml',
      '$CODEX_HOME/config.toml',
      '~/.codex/config.toml',
      `${teamHome}/config.toml`,
    ])
      expect(await find(`${name}:4:1: unknown`), name).toEqual([['HOME/config.toml', 4, 1]]);
  });

  it('is that of the project, and both where both have one', async () => {
    const { find } = placeWith({ home: ['AGENTS.md'], project: ['AGENTS.md', '.codex/config.toml'] });
    expect(await find('.codex/config.toml:3:1: unknown')).toEqual([['PROJECT/.codex/config.toml', 3, 1]]);
    expect(await find('AGENTS.md:2: no rule')).toEqual([
      ['PROJECT/AGENTS.md', 2, undefined],
      ['HOME/AGENTS.md', 2, undefined],
    ]);
  });

  it('is named once, with its place where one is given', async () => {
    const { find } = placeWith({ home: ['config.toml'] });
    expect(await find('config.toml:4:1: unknown', 'config.toml is not accepted')).toEqual([
      ['HOME/config.toml', 4, 1],
    ]);
  });

  it('is left out where there is no such file', async () => {
    const { find } = placeWith({ project: ['folder/inside.md'] });
    expect(await find('config.toml:4:1: unknown; folder:1:1: a folder; 12:30')).toEqual([]);
  });
});
