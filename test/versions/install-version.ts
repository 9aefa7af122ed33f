import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const cache = resolve('node_modules/.cache/codex-versions');

/**
 * Installs another CLI version beside the pinned one, once, and returns its path. It becomes visible
 * only when it is complete; when two test files install it at the same time, the first one stays.
 */
export function installVersion(version: string): string {
  const folder = join(cache, version);
  const codex = join(folder, 'node_modules', '.bin', 'codex');
  if (existsSync(codex)) return codex;
  mkdirSync(cache, { recursive: true });
  const partial = mkdtempSync(`${folder}.partial-`);
  const flags = ['--save-exact', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  execFileSync('npm', ['install', '--prefix', partial, ...flags, `@openai/codex@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    renameSync(partial, folder);
  } catch (cause) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(codex)) throw cause;
  }
  return codex;
}
