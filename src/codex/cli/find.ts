import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { Outcome } from '../../domain/base/outcome.ts';
import { parseVersion } from '../../domain/checks/judge/install.ts';
import { childEnvironment, type Environment } from './environment.ts';
import { createIsolation } from './isolation.ts';
import { startProcess } from './start-process.ts';

/** A `codex` on PATH. */
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
 * cockpit. A path is returned even when there is no such file: the version check then says so.
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

const timeoutMs = 10_000;

/** What the CLI under test says about itself; asked once for all checks. */
export type Identity = {
  /** What `codex --version` did. */
  outcome: Outcome;
  /** The version it stated, if it did. */
  version: string | undefined;
};

/** Asks a CLI for its version, on a private CODEX_HOME: even `--version` writes there. */
export async function identifyCodex(
  path: string,
  { environment, signal }: { environment: Environment; signal: AbortSignal },
): Promise<Identity> {
  const isolation = await createIsolation(environment);
  try {
    const env = childEnvironment(environment, isolation.home);
    const process = startProcess([path, '--version'], { cwd: isolation.work, env, timeoutMs, signal });
    const outcome = await process.outcome;
    return { outcome, version: parseVersion(outcome) };
  } finally {
    await isolation.remove();
  }
}
