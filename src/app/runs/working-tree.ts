import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, copyFile, lstat, mkdir, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Git, splitNul } from './git.ts';

/** A changed file that is not in the tree: a large one, one that cannot be read, a repository in the repository. */
export type Apart = { path: Buffer; sha256: string | null };

/** The files of a repository as they are, as a tree of git. */
export type WorkingTree = {
  tree: string;
  /** Variables with which git finds the tree. */
  environment: Readonly<Record<string, string>>;
  apart: readonly Apart[];
};

/** A larger file is hashed where it is, since git would write it once more. */
const largeBytes = 64 * 1024 * 1024;

/**
 * Makes a tree of the files as they are, those that are in no commit included and those that git ignores not. The
 * repository stays as it is: the index and the new objects are in a private folder, which is gone afterwards.
 */
export async function withWorkingTree<T>(
  git: Git,
  root: string,
  use: (tree: WorkingTree) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'codex-cockpit-tree-'));
  try {
    return await use(await makeTree(git, root, folder));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function makeTree(git: Git, root: string, folder: string): Promise<WorkingTree> {
  const [index = '', store = ''] = (
    await git.need(['rev-parse', '--git-path', 'index', '--git-path', 'objects'])
  )
    .toString()
    .split('\n')
    .map((path) => resolve(root, path));
  const objects = join(folder, 'objects');
  await mkdir(objects);
  await copyIndex(index, join(folder, 'index'));
  const environment = {
    GIT_INDEX_FILE: join(folder, 'index'),
    GIT_OBJECT_DIRECTORY: objects,
    // A name with the delimiter in it is taken apart unless it is quoted.
    GIT_ALTERNATE_OBJECT_DIRECTORIES: store.includes(delimiter) ? JSON.stringify(store) : store,
  };
  const [changed, added] = await Promise.all([
    git.need(['diff-files', '-z', '--raw', '--ignore-submodules=dirty'], { environment }),
    git.need(['ls-files', '-z', '--others', '--exclude-standard'], { environment }),
  ]);
  const present: Buffer[] = [];
  const gone: Buffer[] = [];
  const apart: Apart[] = [];
  for (const { path, isModule } of [...tracked(changed), ...splitNul(added).map(asFile)]) {
    const found = await lookAt(root, path, isModule);
    if (found === 'present') present.push(path);
    else if (found === 'gone') gone.push(path);
    else apart.push({ path: withoutSlash(path), sha256: found.sha256 });
  }
  const update = async (how: readonly string[], paths: readonly Buffer[]) => {
    if (paths.length === 0) return;
    await git.need(['update-index', ...how, '-z', '--stdin'], {
      environment,
      input: Buffer.concat(paths.flatMap((path) => [path, Buffer.of(0)])),
    });
  };
  await update(['--force-remove'], gone);
  await update(['--add', '--remove', '--replace'], present);
  const tree = (await git.need(['write-tree', '--missing-ok'], { environment })).toString().trim();
  return { tree, environment, apart };
}

/** Copies the index, if there is one, with a time that is not newer: git takes a file as unchanged by that time. */
async function copyIndex(from: string, to: string): Promise<void> {
  const found = await stat(from).catch(() => undefined);
  if (found === undefined) return;
  await copyFile(from, to);
  const seconds = Math.floor(found.mtimeMs / 1000);
  await utimes(to, seconds, seconds);
}

type Changed = { path: Buffer; isModule: boolean };

const asFile = (path: Buffer): Changed => ({ path, isModule: false });

/** The records of `git diff-files --raw -z`: `:mode mode id id status`, NUL, path, NUL. One in conflict has several. */
function tracked(output: Buffer): Changed[] {
  const fields = splitNul(output);
  const found = new Map<string, Changed>();
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const path = fields[index + 1] ?? Buffer.alloc(0);
    const isModule = fields[index]?.toString('latin1').startsWith(':160000') === true;
    found.set(path.toString('latin1'), { path, isModule });
  }
  return [...found.values()];
}

async function lookAt(
  root: string,
  path: Buffer,
  isModule: boolean,
): Promise<'present' | 'gone' | Pick<Apart, 'sha256'>> {
  const place = Buffer.concat([Buffer.from(`${root}/`), path]);
  // Git names a repository in the repository with a slash at its end.
  if (path.at(-1) === slash) return { sha256: null };
  const found = await lstat(place).catch(() => undefined);
  if (found === undefined) return 'gone';
  if (found.isSymbolicLink()) return 'present';
  if (!found.isFile()) return isModule ? 'present' : 'gone';
  const readable = await access(place, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!readable) return { sha256: null };
  return found.size > largeBytes ? { sha256: await digestFile(place) } : 'present';
}

async function digestFile(place: Buffer): Promise<string | null> {
  const hash = createHash('sha256');
  return pipeline(createReadStream(place), hash).then(
    () => hash.digest('hex'),
    () => null,
  );
}

const slash = 0x2f;
const withoutSlash = (path: Buffer) => (path.at(-1) === slash ? path.subarray(0, -1) : path);
