import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Ratio, run, withOwnMemory } from './measure.ts';

const megabytes = 200;

/** How much memory a file of 200 MB in a plugin adds to the inventory: none, since it is read piece by piece. */
export function largeFile(folder: string, env: NodeJS.ProcessEnv): Ratio[] {
  const home = join(folder, 'large-file-home');
  const plugin = join(home, 'plugins', 'cache', 'acme', 'alpha', '1.0.0');
  mkdirSync(join(plugin, '.codex-plugin'), { recursive: true });
  writeFileSync(join(plugin, '.codex-plugin', 'plugin.json'), '{"name":"alpha","version":"1.0.0"}');
  const without = memoryOf(folder, { ...env, CODEX_HOME: home });
  writeFileSync(join(plugin, 'large'), '');
  truncateSync(join(plugin, 'large'), megabytes * 1024 * 1024);
  const ratio = memoryOf(folder, { ...env, CODEX_HOME: home }) / without;
  rmSync(home, { recursive: true });
  const yardstick = 'the same plugin without the file';
  return [{ what: `memory of an inventory with a file of ${megabytes} MB`, ratio, yardstick, goal: '≤ 1.1' }];
}

/** The most memory that an inventory takes, in kilobytes. That it finds an orphan is no matter here. */
function memoryOf(folder: string, env: NodeJS.ProcessEnv): number {
  const report = join(folder, 'memory');
  const noting = `import{writeFileSync}from'node:fs';process.on('exit',()=>{writeFileSync(${JSON.stringify(report)},String(process.resourceUsage().maxRSS));process.exitCode=0})`;
  const argv = ['--import', `data:text/javascript,${encodeURIComponent(noting)}`, resolve('dist/main.js')];
  run(withOwnMemory([process.execPath, ...argv, 'plugin', 'inventory', '--json', '--quiet']), env);
  return Number(readFileSync(report, 'utf8'));
}
