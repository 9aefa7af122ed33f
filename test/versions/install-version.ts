import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const cache = resolve('node_modules/.cache/codex-versions');

/**
 * Installs another CLI version beside the pinned one, once, and returns its path. It becomes visible
 * only when it is complete.
 */
export function installVersion(version: string): string {
  const folder = join(cache, version);
  const codex = join(folder, 'node_modules', '.bin', 'codex');
  if (existsSync(codex)) return codex;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const flags = ['--save-exact', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  execFileSync('npm', ['install', '--prefix', partial, ...flags, `@openai/codex@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  renameSync(partial, folder);
  return codex;
}
