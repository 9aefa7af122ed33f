import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { npmRegistry } from '../../support/npm-registry.ts';
import { testWorld } from '../../support/world.ts';

describe('codex-cockpit upgrade', () => {
  it('installs a version, lists it, judges it by its name, and removes it', async () => {
    const { environment } = await npmRegistry([{ version: '0.150.0' }]);
    const { run, json } = commandLine(testWorld(environment));
    expect(await run('upgrade')).toMatchObject({
      code: 0,
      stdout: 'No CLI version is installed side by side.\n',
      stderr: 'Install one: codex-cockpit upgrade install 0.150.0\n',
    });
    const installed = await run('upgrade', 'install', '0.150.0');
    expect(installed.stderr).toContain('Downloading and checking 0.150.0 (1.5 MiB on disk)');
    expect(installed.stdout).toMatch(
      /^Installed Codex CLI 0\.150\.0\n {2}\/.*\n {2}native binary SHA-256 [0-9a-f]{64}\n$/,
    );
    expect(await json('upgrade', 'list')).toMatchObject({
      format: 'codex-cockpit/toolchains',
      version: 1,
      toolchains: [{ version: '0.150.0', faults: [] }],
    });
    const judged = await run('check', 'cli.version', '--codex', '0.150.0', '--as-candidate');
    expect(judged.stdout).toContain('codex-cli 0.150.0 is the candidate');
    expect((await run('upgrade', 'remove', '0.150.0')).stdout).toBe('Removed Codex CLI 0.150.0\n');
    expect(await run('check', 'cli.version', '--codex', '0.150.0')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Install it: codex-cockpit upgrade install 0.150.0'),
    });
  });

  it.each([
    [['install'], 'missing required argument'],
    [['install', '^0.150.0'], '"^0.150.0" is not an exact version'],
    [['remove', '0.1.0'], 'Codex CLI 0.1.0 is not installed side by side'],
  ])('%j is refused with exit code 2', async (args, message) => {
    const answer = await commandLine(testWorld()).run('upgrade', ...args);
    expect(answer).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });
});
