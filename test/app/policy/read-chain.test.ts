import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintChain, readChain } from '../../../src/app/policy/read-chain.ts';
import { writeFiles } from '../../support/marketplace.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const request = { codex: realCodex, signal: new AbortController().signal };

/** A repository with these files. */
function repository(files: Record<string, string>, global: Record<string, string> = {}) {
  const world = testWorld();
  mkdirSync(join(world.cwd, '.git'));
  writeFiles(world.cwd, files);
  writeFiles(world.teamHome, global);
  return world;
}

async function chainOf(world: ReturnType<typeof repository>, folder = '.') {
  const { files } = await readChain(world, { ...request, folder });
  return files.map(({ path, state, note }) => [path.replace(`${world.root}/`, ''), state, note]);
}

describe('the instruction chain of the real CLI', () => {
  it('is told in its order, with what an override takes the place of', async () => {
    const world = repository(
      { 'AGENTS.md': 'Root.\n', 'app/AGENTS.md': 'App.\n', 'app/AGENTS.override.md': 'Instead.\n' },
      { 'AGENTS.md': 'Global.\n' },
    );
    expect(await chainOf(world, 'app')).toEqual([
      ['.codex/AGENTS.md', 'loaded', ''],
      ['project/AGENTS.md', 'loaded', ''],
      ['project/app/AGENTS.override.md', 'loaded', ''],
      ['project/app/AGENTS.md', 'shadowed', 'AGENTS.override.md takes its place'],
    ]);
  });

  it('says what an empty override silences', async () => {
    const world = repository({ 'AGENTS.md': 'Root.\n', 'AGENTS.override.md': '' });
    expect(await chainOf(world)).toEqual([
      ['project/AGENTS.override.md', 'empty', 'no instructions are loaded from its folder'],
      ['project/AGENTS.md', 'shadowed', 'AGENTS.override.md takes its place'],
    ]);
  });

  it('says what the byte limit cuts and drops', async () => {
    const world = repository({ 'AGENTS.md': 'x'.repeat(40_000), 'app/AGENTS.md': 'App.\n' });
    expect(await chainOf(world, 'app')).toEqual([
      ['project/AGENTS.md', 'cut', 'only its first 32768 bytes are loaded'],
      ['project/app/AGENTS.md', 'dropped', 'the files before it use up the limit'],
    ]);
  });
});

describe('the lint of a chain', () => {
  it('holds what is loaded against the repository', async () => {
    const world = repository({
      'AGENTS.md': 'Run `npm test` and `npm run e2e` before you finish. Never touch src/generated.\n',
      'package.json': '{"scripts":{"test":"x"}}',
    });
    const { findings } = await lintChain(world, request);
    expect(findings.filter(({ severity }) => severity === 'fail')).toEqual([
      { severity: 'fail', text: 'package.json has no script "e2e"' },
    ]);
  });

  it('fails where nothing is loaded', async () => {
    expect((await lintChain(repository({}), request)).findings).toEqual([
      { severity: 'fail', text: 'the CLI loads no instructions here' },
    ]);
  });
});
