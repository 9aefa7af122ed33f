import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { Environment } from './environment.ts';

/** A `codex` that lies on PATH. */
export type FoundCodex = { path: string; realPath: string };

/** Every distinct executable `codex` on PATH, in the order in which a shell would find them. */
export async function findOnPath(environment: Environment): Promise<readonly FoundCodex[]> {
  const names = process.platform === 'win32' ? ['codex.cmd', 'codex.exe'] : ['codex'];
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = new Map<string, FoundCodex>();
  for (const path of folders.flatMap((folder) => names.map((name) => resolve(folder, name)))) {
    if (!(await isExecutableFile(path))) continue;
    const realPath = await realpath(path);
    if (!found.has(realPath)) found.set(realPath, { path, realPath });
  }
  return [...found.values()];
}

/**
 * The CLI under test: the one named, else the first on PATH, else the one installed beside the
 * cockpit. A path is returned even when nothing is there: the version check then says so.
 *
 * @param named what `--codex` or CODEX_COCKPIT_CODEX says
 * @param beside the folder of the cockpit's own package
 */
export async function findCodex(
  environment: Environment,
  { named, beside }: { named: string | undefined; beside: string },
): Promise<string> {
  const chosen = named ?? (environment.CODEX_COCKPIT_CODEX || undefined);
  if (chosen !== undefined) return resolve(chosen);
  const [first] = await findOnPath(environment);
  return first?.path ?? join(beside, 'node_modules', '.bin', 'codex');
}

async function isExecutableFile(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
