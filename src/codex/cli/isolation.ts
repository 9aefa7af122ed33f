import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { WorkError } from '../../domain/base/errors.ts';
import { copyRegularFile, copyTree } from './copy-tree.ts';
import type { Environment } from './environment.ts';
import { noteOwner, sweepAbandoned, sweepOwnerless } from './owner.ts';

/** The isolated environment of one check: its own CODEX_HOME and an empty folder to work in. */
export type Isolation = { home: string; work: string; remove: () => Promise<void> };

/**
 * Makes an isolated environment under the cache folder, not under the temp dir: a CODEX_HOME there makes
 * the CLI warn, and the sandbox may write there (docs/codex-facts.md, "Private CODEX_HOME").
 */
export async function createIsolation(environment: Environment): Promise<Isolation> {
  const root = await makeRoot(isolationFolder(environment));
  const home = join(root, 'home');
  const work = join(root, 'work');
  // The CLI takes the nearest folder with a .git for the project, and trusts what is in it. The sandbox of
  // another CLI makes a .git in the temp dir for a moment; without one here, a folder above could become the project.
  await mkdir(join(root, '.git'), { mode: 0o700 });
  await mkdir(home, { mode: 0o700 });
  await mkdir(work, { mode: 0o700 });
  await noteOwner(root);
  return {
    home,
    work,
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

async function makeRoot(parent: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true, mode: 0o700 });
    return await mkdtemp(join(parent, 'check-'));
  } catch (cause) {
    throw new WorkError(
      `${parent}: cannot make an isolated environment: ${(cause as Error).message}`,
      'Name a cache folder that can be written with XDG_CACHE_HOME.',
      cause,
    );
  }
}

/** Removes what killed runs left behind, where their process is known to be gone. */
export function sweepKilled(environment: Environment): Promise<void> {
  return sweepOwnerless(isolationFolder(environment), 'check-');
}

/** The same, and whatever is older than a day. */
export function sweepIsolations(environment: Environment, now: Date): Promise<void> {
  return sweepAbandoned(isolationFolder(environment), 'check-', now);
}

/** The CODEX_HOME of the person: read and copied from, never written to. */
export function teamHome(environment: Environment): string {
  // An empty one counts as none, as for the CLI itself.
  return resolve(environment.CODEX_HOME || join(environment.HOME ?? homedir(), '.codex'));
}

/**
 * Copies parts of the team's CODEX_HOME into a private one. Parts that are not there are left out;
 * credentials are never copied. A link that leads out of a folder is replaced by a copy of its target.
 *
 * @throws WorkError when a file cannot be read
 *
 * @returns the parts that were there
 */
export async function copyTeamHome(
  from: string,
  to: string,
  parts: readonly string[],
): Promise<readonly string[]> {
  const copied: string[] = [];
  for (const part of parts) {
    const source = join(from, part);
    const found = await stat(source).catch(() => undefined);
    if (!found) continue;
    const target = join(to, part);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    if (found.isDirectory()) await copyTree(source, target, { linksOut: 'copy file' });
    else copyRegularFile(source, target);
    copied.push(part);
  }
  return copied;
}

function isolationFolder(environment: Environment): string {
  // A relative path is ignored, as the XDG Base Directory Specification demands.
  const { XDG_CACHE_HOME = '', HOME } = environment;
  const cache = isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(HOME ?? homedir(), '.cache');
  return join(cache, 'codex-cockpit', 'scratch');
}
