import { lstat, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { execa } from 'execa';
import { isRepositoryPath } from '../../domain/artifacts/copies/repository-path.ts';
import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import { redact } from '../../domain/base/redact/redact.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { gitSetting } from '../world/git-setting.ts';
import type { World } from '../world/world.ts';

/** A repository on this machine. */
export type Repository = {
  /** Its top folder, without links. */
  root: string;
  /** The address of its origin, else the name of its folder: the same on every machine. */
  name: string;
};

/** A file of a repository: its real path, and its content. */
export type RepositoryFile =
  | { type: 'missing'; path: string }
  | { type: 'text'; path: string; text: string; mode: number }
  | { type: 'other'; path: string; what: string };

/** No text of an artifact is larger, so a larger file is not one. */
const mostBytes = 1024 * 1024;

const gitTimeoutMs = 20_000;

/**
 * The repository of a folder.
 *
 * @throws UsageError when it is in none
 */
export async function findRepository(
  { cwd, environment }: Pick<World, 'cwd' | 'environment'>,
  folder: string,
): Promise<Repository> {
  const shown = cleanLine(folder);
  let root = await realpath(resolve(cwd, folder)).catch(() => {
    throw new UsageError(`${shown}: there is no such folder`);
  });
  while (!(await isTop(root))) {
    if (dirname(root) === root) {
      throw new UsageError(`${shown}: this is not in a git repository`, 'Name the folder of a repository.');
    }
    root = dirname(root);
  }
  const origin = await gitSetting({ environment, cwd: root }, 'remote.origin.url');
  return { root, name: cleanLine(origin === undefined ? basename(root) : withoutUser(origin)) };
}

/**
 * Finds a file of a repository. Links are followed inside of the repository, and never out of it or into
 * git's own folder.
 *
 * @throws UsageError for a path that no repository can have
 * @throws RefusedError when a link leads out, or nowhere
 */
export async function findInRepository({ root }: Repository, path: string): Promise<RepositoryFile> {
  if (!isRepositoryPath(path)) {
    throw new UsageError(
      `"${cleanLine(path)}" is not a path inside a repository`,
      'Write it with / and without "..".',
    );
  }
  const steps = path.split('/');
  let place = root;
  for (const [index, step] of steps.entries()) {
    const next = join(place, step);
    if (!(await isThere(next))) return { type: 'missing', path: join(place, ...steps.slice(index)) };
    place = await realpath(next).catch(() => {
      throw new RefusedError(`${path}: ${steps.slice(0, index + 1).join('/')} is a link that leads nowhere`);
    });
    if (!isRepositoryPath(relative(root, place).split('\\').join('/'))) {
      throw new RefusedError(
        `${path}: ${steps.slice(0, index + 1).join('/')} is a link that leads out of the repository`,
        'Nothing is read or written there.',
      );
    }
  }
  return readFileAt(place);
}

async function readFileAt(path: string): Promise<RepositoryFile> {
  const found = await stat(path);
  // Opening a pipe would wait forever.
  if (!found.isFile()) return { type: 'other', path, what: 'is not a file' };
  if (found.size > mostBytes) return { type: 'other', path, what: 'is larger than an artifact may be' };
  const file = await open(path, 'r').catch((cause: Error) => cause);
  if (file instanceof Error)
    return { type: 'other', path, what: `cannot be read: ${cleanLine(file.message)}` };
  try {
    return { type: 'text', path, text: await file.readFile('utf8'), mode: found.mode & 0o777 };
  } finally {
    await file.close();
  }
}

/** The commit that a repository is at, and whether something in it is in no commit. */
export async function commitOf(
  { environment }: Pick<World, 'environment'>,
  { root }: Repository,
): Promise<{ commit: string | undefined; changed: boolean }> {
  // A repository may name a program of its own that watches its files.
  const git = (...args: string[]) =>
    execa('git', ['-c', 'core.fsmonitor=false', ...args], {
      cwd: root,
      env: environment,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      timeout: gitTimeoutMs,
    });
  const [head, status] = await Promise.all([
    git('rev-parse', '--verify', 'HEAD'),
    git('status', '--porcelain'),
  ]);
  const commit = /^[0-9a-f]{40,64}$/.exec((head.stdout ?? '').trim())?.[0];
  return { commit, changed: (status.stdout ?? '').trim() !== '' };
}

/** Whether a folder is the top of a repository; that of a worktree or submodule has a file named .git. */
async function isTop(folder: string): Promise<boolean> {
  const git = join(folder, '.git');
  const isFile = await stat(git).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile || isThere(join(git, 'HEAD'));
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** An address without the user and the password that it may carry. */
function withoutUser(address: string): string {
  return redact(address.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1'));
}
