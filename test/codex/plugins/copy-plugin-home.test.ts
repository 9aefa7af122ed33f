import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyForListing } from '../../../src/codex/plugins/copy-plugin-home.ts';
import { marketplaceFiles, worldWithPlugins, writeFiles } from '../../support/marketplace.ts';
import { realCodex } from '../../support/world.ts';

it('copies the manifests of marketplaces alone, and the CLI lists the same on the copy', async () => {
  const { world, publish, plugin } = worldWithPlugins();
  const entry = (name: string, source = `./plugins/${name}`) => ({ name, source });
  publish({
    '.agents/plugins/marketplace.json': {
      name: 'remote',
      plugins: [
        entry('alpha'),
        entry('beta'),
        entry('linked', './plugins/link'),
        entry('bare'),
        entry('absent'),
        { name: 'far', source: { source: 'url', url: 'https://git.example.invalid/far.git' } },
      ],
    },
    'plugins/beta/.claude-plugin/plugin.json': { name: 'beta', version: '2.0.0' },
    'plugins/bare/README.md': 'Nothing else.\n',
    'plugins/alpha/large': 'x'.repeat(100_000),
  });
  symlinkSync('alpha', join(world.root, 'sources', 'remote.git', 'plugins', 'link'));
  publish({});
  plugin('marketplace', 'upgrade', 'remote');
  const curated = join(world.teamHome, '.tmp', 'plugins');
  writeFiles(curated, marketplaceFiles('openai-curated'));
  writeFileSync(`${curated}.sha`, `${'c0ffee'.padEnd(40, '0')}\n`);
  const copy = join(world.root, 'copy');
  mkdirSync(copy);
  await copyForListing(world.teamHome, copy);

  const listIn = (home: string) => {
    const env = { ...world.environment, CODEX_HOME: home };
    const argv = ['plugin', 'list', '--available', '--json'];
    const text = execFileSync(realCodex, argv, { env, stdio: 'pipe', encoding: 'utf8' });
    return JSON.parse(text.replaceAll(home, '$CODEX_HOME'));
  };
  const listed = listIn(world.teamHome);
  expect(listIn(copy)).toEqual(listed);
  expect(JSON.stringify(listed)).toContain('openai-curated');
  expect(JSON.stringify(listed)).toContain('linked@remote');

  const files = readdirSync(join(copy, '.tmp'), { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map(({ name }) => name);
  expect([...new Set(files)].sort()).toEqual(['marketplace.json', 'plugin.json', 'plugins.sha']);
});

it('copies the files that the configuration names, without which the CLI lists nothing', async () => {
  const { world } = worldWithPlugins();
  writeFileSync(join(world.teamHome, 'config.toml'), 'model_instructions_file = "instr.md"\n');
  writeFileSync(join(world.teamHome, 'instr.md'), 'Be brief.\n');
  const copy = join(world.root, 'copy');
  mkdirSync(copy);
  await copyForListing(world.teamHome, copy);
  const env = { ...world.environment, CODEX_HOME: copy };
  const text = execFileSync(realCodex, ['plugin', 'list', '--json'], {
    env,
    stdio: 'pipe',
    encoding: 'utf8',
  });
  expect(JSON.parse(text)).toMatchObject({ installed: [] });
});
