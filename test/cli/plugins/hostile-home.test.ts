import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cockpit } from '../../support/cockpit.ts';
import { writeFiles } from '../../support/marketplace.ts';
import { makePipe } from '../../support/pipe.ts';
import { realCodex } from '../../support/world.ts';

/** A CODEX_HOME with one cached plugin, written by hand. */
function home() {
  const place = cockpit();
  const plugin = join(place.teamHome, 'plugins', 'cache', 'acme', 'alpha', '1.0.0');
  writeFiles(plugin, { '.codex-plugin/plugin.json': { name: 'alpha', version: '1.0.0' } });
  return { ...place, plugin, config: join(place.teamHome, 'config.toml') };
}

const inventory = ['plugin', 'inventory', '--codex', realCodex];

describe('a CODEX_HOME that cannot be read', () => {
  it.each([
    ['a line that is not valid TOML', 'model = "x"\n[plugins\n', 2, /config\.toml:2:\d+: not TOML: /],
    [
      'a value of a wrong type',
      '[plugins."alpha@acme"]\nenabled = "yes"\n',
      2,
      /config\.toml:2:11: plugins\.alpha@acme\.enabled: .*boolean/,
    ],
  ])('names %s, and does not say that nothing is configured', async (_, text, code, message) => {
    const { run, config } = home();
    writeFileSync(config, text);
    for (const command of [inventory, ['plugin', 'lint']])
      expect(await run(...command)).toMatchObject({
        code,
        stdout: '',
        stderr: expect.stringMatching(message),
      });
  });

  it('names a pipe in place of config.toml, and waits for nobody', async () => {
    const { run, config } = home();
    rmSync(config, { force: true });
    makePipe(config);
    const stderr = expect.stringContaining('config.toml: cannot be read: it is a pipe');
    const commands = [inventory, ['plugin', 'lint'], ['sandbox', 'lint'], ['policy', 'explain']];
    for (const command of commands)
      expect(await run(...command), command.join(' ')).toMatchObject({ stdout: '', stderr });
  });

  it('names a pipe in place of a plugin.json, and goes on', async () => {
    const { run, plugin } = home();
    rmSync(join(plugin, '.codex-plugin', 'plugin.json'));
    makePipe(join(plugin, '.codex-plugin', 'plugin.json'));
    const { code, stdout } = await run(...inventory);
    expect(code).toBe(1);
    expect(stdout).toContain('alpha@acme: cannot be read: .codex-plugin/plugin.json (it is a pipe)');
  });

  it('is not blamed for a CLI that is not there', async () => {
    const { run } = home();
    const { code, stdout } = await run('plugin', 'inventory', '--codex', '/nonexistent/codex');
    expect(code).toBe(1);
    expect(stdout).toContain('/nonexistent/codex --version: could not be started (ENOENT)');
  });
});
