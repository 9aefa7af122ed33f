import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { median, medians, type Ratio } from './measure.ts';

const bin = resolve('dist/main.js');
const codex = resolve('node_modules/.bin/codex');
const installed = 180;
const clones = 2;
const filesEach = 5000;
const rounds = 3;

const checks = [
  'plugins.marketplace-health',
  'plugins.orphans',
  'plugins.enabled-not-cached',
  'plugins.pinned-ref',
  'plugins.blocked-sources',
  'plugins.content-drift',
  'plugins.manifest-lint',
  'plugins.hooks-trust',
  'plugins.upgrade-review',
];

/** What an inventory costs beside the list of the CLI alone, and nine checks of plugins beside one. */
export async function pluginCost(folder: string, env: NodeJS.ProcessEnv): Promise<Ratio[]> {
  return [...inventoryCost(folder, env), ...(await checksCost(folder, env))];
}

function inventoryCost(folder: string, env: NodeJS.ProcessEnv): Ratio[] {
  const home = join(folder, 'installed-home');
  buildInstalled(home, join(folder, 'installed-marketplace'));
  const own = { ...env, CODEX_HOME: home };
  const unasked = join(folder, 'codex-without-app-server');
  writeFileSync(unasked, `#!/bin/sh\n[ "$1" = app-server ] && exit 1\nexec '${codex}' "$@"\n`);
  chmodSync(unasked, 0o755);
  const inventory = [process.execPath, bin, 'plugin', 'inventory', '--json', '--quiet'];
  const cpu = (argv: readonly string[]) =>
    median(Array.from({ length: rounds + 1 }, () => cpuSeconds(argv, own, afterRemovals)).slice(1));
  const list = cpu([codex, 'plugin', 'list', '--json']);
  const yardstick = 'the CPU of codex plugin list --json';
  return [
    {
      what: `CPU of an inventory of ${installed} installed plugins, with asking the CLI what it loads`,
      ratio: cpu(inventory) / list,
      yardstick,
      note: 'an app-server, a copy of what it reads, and the start of node included',
    },
    {
      what: `CPU of an inventory of ${installed} installed plugins, where the CLI cannot be asked`,
      ratio: cpu([...inventory, '--codex', unasked]) / list,
      yardstick,
      goal: '≤ 3',
    },
  ];
}

async function checksCost(folder: string, env: NodeJS.ProcessEnv): Promise<Ratio[]> {
  const home = join(folder, 'clones-home');
  for (let n = 0; n < clones; n++) buildClone(home, `clone-${n}`);
  const own = { ...env, CODEX_HOME: home };
  const check = (ids: readonly string[]) =>
    spawnSync(process.execPath, [bin, 'check', ...ids, '--json', '--quiet'], { env: own, stdio: 'ignore' });
  const times = await medians(rounds, { nine: () => check(checks), one: () => check(['plugins.orphans']) });
  return [
    {
      what: `nine checks of plugins with ${clones} git marketplaces of ${filesEach} files`,
      ratio: times.nine / times.one,
      yardstick: 'one of them',
      goal: '≤ 1.5',
    },
  ];
}

/** ext4 gives nobody an inode that was freed in the last five seconds, and looks at each of them for every new file. */
const afterRemovals = 6;

/** Seconds of CPU that a program and those that it starts take, however it ends, after a rest of so many seconds. */
function cpuSeconds(argv: readonly string[], env: NodeJS.ProcessEnv, rest: number): number {
  spawnSync('sleep', [String(rest)]);
  const { stdout } = spawnSync('sh', ['-c', '"$@" >/dev/null 2>&1; times', 'sh', ...argv], {
    env,
    encoding: 'utf8',
  });
  // The second line tells of the children: minutes and seconds in user mode, then in the system.
  const ofChildren = stdout.trim().split('\n').at(-1) ?? '';
  const parts = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

function buildInstalled(home: string, marketplace: string): void {
  const names = Array.from({ length: installed }, (_, n) => `plugin-${n}`);
  const entries = names.map((name) => ({ name, source: `./plugins/${name}` }));
  write(join(marketplace, '.agents', 'plugins', 'marketplace.json'), { name: 'many', plugins: entries });
  for (const name of names) {
    const command = { type: 'command', command: `echo ${name}` };
    const places = [
      join(marketplace, 'plugins', name),
      join(home, 'plugins', 'cache', 'many', name, '1.0.0'),
    ];
    for (const place of places) {
      write(join(place, '.codex-plugin', 'plugin.json'), { name, version: '1.0.0' });
      write(join(place, 'hooks', 'hooks.json'), { hooks: { Stop: [{ hooks: [command] }] } });
      write(join(place, '.mcp.json'), { mcpServers: { [name]: { command: '/bin/cat' } } });
      for (let n = 0; n < 4; n++)
        write(
          join(place, 'skills', `skill-${n}`, 'SKILL.md'),
          `---\nname: skill-${n}\ndescription: does something\n---\n${'x'.repeat(4000)}\n`,
        );
    }
  }
  const enabled = names.map((name) => `[plugins."${name}@many"]\nenabled = true\n`).join('');
  write(
    join(home, 'config.toml'),
    `[marketplaces.many]\nsource_type = "local"\nsource = "${marketplace}"\n${enabled}`,
  );
}

function buildClone(home: string, name: string): void {
  const clone = join(home, '.tmp', 'marketplaces', name);
  const plugin = { name: 'alpha', source: './plugins/alpha' };
  write(join(clone, '.agents', 'plugins', 'marketplace.json'), { name, plugins: [plugin] });
  for (const place of [
    join(clone, 'plugins', 'alpha'),
    join(home, 'plugins', 'cache', name, 'alpha', '1.0.0'),
  ])
    write(join(place, '.codex-plugin', 'plugin.json'), { name: 'alpha', version: '1.0.0' });
  for (let n = 0; n < filesEach; n++)
    write(join(clone, 'plugins', 'alpha', `folder-${n % 100}`, `file-${n}`), 'x'.repeat(1000));
  writeFileSync(
    join(home, 'config.toml'),
    `[marketplaces.${name}]\nsource_type = "git"\nsource = "https://git.example.invalid/${name}.git"\n[plugins."alpha@${name}"]\nenabled = true\n`,
    { flag: 'a' },
  );
}

function write(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}
