import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { medians, type Ratio, run } from './measure.ts';

const bin = resolve('dist/main.js');
const codex = resolve('node_modules/.bin/codex');
const plugins = 300;
const filesEach = 20;
const fileBytes = 8 * 1024;

/** How long the inventory of a large marketplace takes, beside the CLI's list and bare hashing of the same bytes. */
export async function pluginInventory(folder: string, env: NodeJS.ProcessEnv): Promise<Ratio[]> {
  const home = join(folder, 'plugin-home');
  build(home, join(folder, 'large-marketplace'));
  const own = { ...env, CODEX_HOME: home };
  const node = process.execPath;
  const times = await medians(5, {
    inventory: () => run([node, bin, 'plugin', 'inventory', '--json', '--quiet'], own),
    list: () => run([codex, 'plugin', 'list', '--available', '--json'], own),
    hash: () => hashAll(join(home, 'plugins', 'cache')),
  });
  return [
    {
      what: `inventory of ${plugins} plugins with hashes`,
      ratio: times.inventory / (times.list + times.hash),
      yardstick: 'codex plugin list and bare SHA-256 of the same bytes',
      goal: '≤ 1.5',
      note: 'the start of node, one more of the CLI, and the copy that the list is asked on included',
    },
  ];
}

function build(home: string, marketplace: string): void {
  const names = Array.from({ length: plugins }, (_, n) => `plugin-${n}`);
  const entries = names.map((name) => ({ name, source: `./plugins/${name}` }));
  write(join(marketplace, '.agents', 'plugins', 'marketplace.json'), { name: 'large', plugins: entries });
  for (const name of names) {
    const manifest = { name, version: '1.0.0' };
    write(join(marketplace, 'plugins', name, '.codex-plugin', 'plugin.json'), manifest);
    const cached = join(home, 'plugins', 'cache', 'large', name, '1.0.0');
    write(join(cached, '.codex-plugin', 'plugin.json'), manifest);
    for (let n = 0; n < filesEach; n++)
      write(join(cached, 'skills', `skill-${n}`, 'SKILL.md'), 'x'.repeat(fileBytes));
  }
  const enabled = names.map((name) => `[plugins."${name}@large"]\nenabled = true\n`).join('');
  write(
    join(home, 'config.toml'),
    `[marketplaces.large]\nsource_type = "local"\nsource = "${marketplace}"\n${enabled}`,
  );
}

function write(path: string, content: unknown): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

function hashAll(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      createHash('sha256')
        .update(readFileSync(join(entry.parentPath, entry.name)))
        .digest('hex');
}
