import { hash } from 'node:crypto';
import { RefusedError, UsageError, WorkError } from '../../domain/base/errors.ts';
import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import { digestChanges, MOST_FILES } from '../../domain/runs/changes.ts';
import type { Changes } from '../../domain/runs/events.ts';
import { findRepository, type Repository } from '../artifacts/repository.ts';
import type { World } from '../world/world.ts';
import { type Git, gitIn, splitNul } from './git.ts';
import { digestBlobs } from './git-blobs.ts';
import { type Apart, withWorkingTree } from './working-tree.ts';

/** A repository as it is now. */
export type RepositoryState = Repository & {
  /** Name of the branch; null when a commit is checked out. */
  branch: string | null;
  /** The commit that is checked out; null in a repository without commits. */
  head: string | null;
  /** Whether there are changes in no commit. */
  dirty: boolean;
};

/** What to compare: `base` is a commit, or null for nothing; without `to` it is compared with the files as they are. */
export type Comparison = { base: string | null; to?: string | undefined };

/** More changed files than these are counted, and get no digest. */
const mostDigested = 50_000;

/**
 * The repository of a folder; undefined outside of one.
 *
 * @throws WorkError when git cannot read it
 */
export async function readRepository(
  world: Pick<World, 'cwd' | 'environment'>,
  folder: string,
): Promise<RepositoryState | undefined> {
  const repository = await findRepository(world, folder).catch((cause) => {
    if (cause instanceof UsageError) return undefined;
    throw cause;
  });
  if (repository === undefined) return undefined;
  const git = await gitIn(world, repository.root);
  const [head, branch, status] = await Promise.all([
    git.ask(['rev-parse', '--verify', '-q', 'HEAD']),
    git.ask(['symbolic-ref', '-q', '--short', 'HEAD']),
    git.need(['status', '--porcelain', '-z', '--ignore-submodules=dirty'], { most: 1 }),
  ]);
  return {
    ...repository,
    branch: cleanLine(branch.stdout.toString()) || null,
    head: idIn(head.stdout) ?? null,
    dirty: status.length > 0,
  };
}

/**
 * The full id of a commit that a person or a workflow names.
 *
 * @throws UsageError when there is no such commit
 */
export async function resolveCommit(
  world: Pick<World, 'environment'>,
  root: string,
  name: string,
): Promise<string> {
  return commitNamed(await gitIn(world, root), root, name);
}

async function commitNamed(git: Git, root: string, name: string): Promise<string> {
  const asked = `${name}^{commit}`;
  const { stdout, code } = await git.ask(['rev-parse', '--verify', '-q', '--end-of-options', asked]);
  const id = code === 0 ? idIn(stdout) : undefined;
  if (id !== undefined) return id;
  throw new UsageError(
    `${cleanLine(root)}: there is no commit "${cleanLine(name)}"`,
    'In CI, check out with the history: fetch-depth: 0.',
  );
}

/**
 * The files that differ between a commit and another one, or the files as they are: what is in no commit yet counts, what
 * git ignores does not. A symbolic link counts as a file with its target as text, a moved file as a deleted and an added
 * one. A file that git stores as a pointer to another store (Git LFS) has the digest of what it points to. Programs that
 * a setting names, such as filters, are not run.
 *
 * @returns all files with `seen: 'repository'`; the digest is null when there are more than 50,000
 * @throws UsageError when there is no such commit
 * @throws WorkError when git cannot read the repository
 */
export async function readChanges(
  world: Pick<World, 'environment'>,
  root: string,
  comparison: Comparison,
): Promise<Changes> {
  return withTrees(await gitIn(world, root), root, comparison, async (trees) => {
    const rows = await changedFiles(trees);
    const files = rows
      .map((row) => ({ ...row, seen: 'repository' as const }))
      .toSorted((one, other) => (one.path < other.path ? -1 : Number(one.path > other.path)));
    return {
      base: trees.base,
      files: files.slice(0, MOST_FILES),
      total: files.length,
      digest: files.length > mostDigested ? null : digestChanges(files),
    };
  });
}

/**
 * The same change as a unified diff, as git writes it. It is what the files say: clean and redact it before it is shown
 * or stored. Files over 64 MiB, files that cannot be read and repositories inside of the repository are not in it.
 *
 * @param most bytes at most; `cut` says whether there is more
 */
export async function readDiff(
  world: Pick<World, 'environment'>,
  root: string,
  { most, ...comparison }: Comparison & { most: number },
): Promise<{ text: string; cut: boolean }> {
  return withTrees(await gitIn(world, root), root, comparison, async ({ git, from, to, environment }) => {
    const { code, stdout, cut, complaint } = await git.ask(
      ['diff-tree', '-r', '-p', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-color', from, to],
      { most, environment },
    );
    if (code !== 0) throw new WorkError(`git diff-tree: ${complaint}`);
    return { text: stdout.toString(), cut };
  });
}

/** Two trees to compare, the variables with which git finds them, and the files that are in neither. */
type Trees = {
  git: Git;
  base: string | null;
  from: string;
  to: string;
  environment: Readonly<Record<string, string>>;
  apart: readonly Apart[];
};

async function withTrees<T>(
  git: Git,
  root: string,
  { base: named, to }: Comparison,
  use: (trees: Trees) => Promise<T>,
): Promise<T> {
  const base = named === null ? null : await commitNamed(git, root, named);
  // The id of a tree without files differs between repositories of SHA-1 and of SHA-256.
  const from = base ?? (await git.need(['hash-object', '-t', 'tree', '--stdin'])).toString().trim();
  if (to !== undefined) {
    const commit = await commitNamed(git, root, to);
    return use({ git, base, from, to: commit, environment: {}, apart: [] });
  }
  return withWorkingTree(git, root, ({ tree, environment, apart }) =>
    use({ git, base, from, to: tree, environment, apart }),
  );
}

type Row = Pick<Changes['files'][number], 'path' | 'kind' | 'sha256'>;

async function changedFiles({ git, from, to, environment, apart }: Trees): Promise<Row[]> {
  const listed = await git.ask(
    ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-ext-diff', from, to],
    {
      environment,
    },
  );
  if (listed.code !== 0) throw new WorkError(`git diff-tree: ${listed.complaint}`);
  if (listed.cut) throw new RefusedError('the change has too many files to read');
  const entries = readRaw(listed.stdout);
  const beside = await besideTree({ git, from, apart, environment });
  const wanted = entries.length > mostDigested ? [] : entries.flatMap(({ before, after }) => [before, after]);
  const digests = await digestBlobs(git.start(['cat-file', '--batch'], { environment }), [
    ...new Set([
      ...wanted.filter(isFile).map(({ id }) => id),
      ...beside.flatMap(({ before }) => before ?? []),
    ]),
  ]);
  const contentOf = ({ mode, id }: Side) =>
    mode === submodule ? hash('sha256', id, 'hex') : (digests.get(id) ?? null);
  const rows = entries
    // A file whose content git does not change on its way in, as Git LFS does, is not changed.
    .filter(
      ({ before, after }) =>
        before.mode !== after.mode || before.id === after.id || contentOf(before) !== contentOf(after),
    )
    .map(({ path, before, after }): Row => {
      if (after.mode === absent) return { path, kind: 'delete', sha256: null };
      return { path, kind: before.mode === absent ? 'add' : 'update', sha256: contentOf(after) };
    });
  return [
    ...rows,
    ...beside
      .filter(
        ({ before, sha256 }) => before === undefined || sha256 === null || digests.get(before) !== sha256,
      )
      .map(({ path, before, sha256 }): Row => ({ path, kind: before ? 'update' : 'add', sha256 })),
  ];
}

type Side = { mode: string; id: string };

const absent = '000000';
const submodule = '160000';
const isFile = ({ mode }: Side) => mode !== absent && mode !== submodule;

/** The records of `git diff-tree --raw -z`: `:mode mode id id status`, NUL, path, NUL. */
function readRaw(output: Buffer): { path: string; before: Side; after: Side }[] {
  const fields = splitNul(output);
  const entries: { path: string; before: Side; after: Side }[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const found = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) /.exec(fields[index]?.toString('latin1') ?? '');
    const [, modeBefore = absent, modeAfter = absent, idBefore = '', idAfter = ''] = found ?? [];
    entries.push({
      path: nameOf(fields[index + 1] ?? Buffer.alloc(0)),
      before: { mode: modeBefore, id: idBefore },
      after: { mode: modeAfter, id: idAfter },
    });
  }
  return entries;
}

/** Files that are not in the tree of the files as they are, with their id in the base where they are there. */
async function besideTree({
  git,
  from,
  apart,
  environment,
}: Pick<Trees, 'git' | 'from' | 'apart' | 'environment'>): Promise<
  { path: string; sha256: string | null; before: string | undefined }[]
> {
  return Promise.all(
    apart.map(async ({ path, sha256 }) => {
      const found = await git.ask(['ls-tree', '-z', from, '--', path.toString()], { environment });
      const before = /^\d+ blob ([0-9a-f]+)\t/.exec(found.stdout.toString('latin1'))?.[1];
      return { path: nameOf(path), sha256, before };
    }),
  );
}

/** A path as text. One with bytes that no text has, or that would be cleaned away, is quoted as git does. */
export function nameOf(bytes: Buffer): string {
  const text = bytes.toString();
  if (Buffer.from(text).equals(bytes) && clean(text) === text && !/["\\\n\t]/.test(text)) return text;
  const escaped = [...bytes].map((byte) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
    return `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${escaped.join('')}"`;
}

const idIn = (stdout: Buffer) => /^[0-9a-f]{40,64}$/.exec(stdout.toString('latin1').trim())?.[0];
