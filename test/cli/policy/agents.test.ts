import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { writeFiles } from '../../support/marketplace.ts';
import { realCodex, testWorld } from '../../support/world.ts';

/** A repository with these files, and the command line in it that asks the pinned CLI. */
function repository(files: Record<string, string>) {
  const world = testWorld({ CODEX_COCKPIT_CODEX: realCodex });
  mkdirSync(join(world.cwd, '.git'));
  writeFiles(world.cwd, files);
  return { world, ...commandLine(world) };
}

describe('agents chain', () => {
  it('lists what the CLI loads, and exits with 0 while nothing is lost', async () => {
    const { run, json, world } = repository({ 'AGENTS.md': 'Root.\n', 'app/AGENTS.md': 'App.\n' });
    const { code, stdout, stderr } = await run('agents', 'chain', 'app');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^loaded +6 bytes +[0-9a-f]{12} +\S*\/AGENTS\.md +\nloaded +5 bytes +[0-9a-f]{12} +\S*app\/AGENTS\.md/,
    );
    expect(stdout).toContain('The CLI loads at most 32768 bytes of project files.');
    expect(await json('agents', 'chain', 'app')).toMatchObject({
      format: 'codex-cockpit/agents-chain',
      folder: join(world.cwd, 'app'),
      limit: 32768,
      files: [
        { bytes: 6, state: 'loaded' },
        { bytes: 5, state: 'loaded' },
      ],
    });
  });

  it('exits with 1 when the limit drops a file', async () => {
    const { run } = repository({ 'AGENTS.md': 'x'.repeat(40_000), 'app/AGENTS.md': 'App.\n' });
    const { code, stdout } = await run('agents', 'chain', 'app');
    expect(code).toBe(1);
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['cut', 'dropped', 'The', '']);
  });

  it('is what agents prints alone, and says that there are no instructions', async () => {
    const { run, world } = repository({});
    expect(await run('agents')).toEqual({
      code: 0,
      stdout: `There are no instructions for ${world.cwd}.\n`,
      stderr: '',
    });
  });
});

describe('agents lint', () => {
  it('exits with 1 and names a command that does not exist', async () => {
    const { run, json } = repository({
      'AGENTS.md': 'Run `npm test` and `npm run e2e` before you finish. Never touch src/generated.\n',
      'package.json': '{"scripts":{"test":"x"}}',
    });
    const { code, stdout } = await run('agents', 'lint');
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining('fail  package.json has no script "e2e"\n'),
    });
    expect(await json('agents', 'lint')).toMatchObject({
      format: 'codex-cockpit/agents-lint',
      findings: expect.arrayContaining([{ severity: 'fail', text: 'package.json has no script "e2e"' }]),
    });
  });

  it('takes commands from where the instructions are, up to the root of the repository', async () => {
    const { run } = repository({
      'AGENTS.md': 'Run `npm test` before you finish.\n',
      'package.json': '{"scripts":{"test":"x"}}',
      'app/AGENTS.md': 'Run `npm run e2e` and `make lint`. Never touch src/generated.\n',
      'app/package.json': '{"scripts":{"e2e":"x"}}',
      'app/Makefile': 'lint:\n',
      'other/package.json': '{"scripts":{}}',
    });
    const { code, stdout } = await run('agents', 'lint', 'app');
    expect(stdout).not.toContain('has no');
    expect(code).toBe(0);
  });

  it('exits with 1 where the CLI loads no instructions', async () => {
    const { run } = repository({});
    expect(await run('agents', 'lint')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('the CLI loads no instructions here'),
    });
  });

  it('says that there is no such CLI', async () => {
    const { run } = repository({ 'AGENTS.md': 'Root.\n' });
    expect(await run('agents', 'lint', '--codex', '/nowhere/codex')).toEqual({
      code: 3,
      stdout: '',
      stderr: 'error: /nowhere/codex states no version\nName a working CLI with --codex.\n',
    });
  });
});

describe('a folder that is not there', () => {
  it.each([
    ['agents', 'chain', 'ap'],
    ['agents', 'lint', 'ap'],
    ['config', 'check', 'ap'],
  ])('is refused: %s %s %s', async (...args) => {
    const { run } = repository({ 'AGENTS.md': 'Root.\n', 'app/AGENTS.md': 'App.\n' });
    expect(await run(...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: ap: there is no such folder\n',
    });
  });

  it('may be a file', async () => {
    const { run } = repository({ 'AGENTS.md': 'Root.\n' });
    expect(await run('agents', 'chain', 'AGENTS.md')).toMatchObject({
      code: 2,
      stderr: 'error: AGENTS.md: this is not a folder\n',
    });
  });
});
