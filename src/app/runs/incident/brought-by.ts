import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import type { BringingCommit, BroughtBy } from '../../../domain/runs/incident/revert.ts';
import type { World } from '../../world/world.ts';
import { type Git, gitIn, splitNul } from '../git.ts';
import { digestBlobs } from '../git-blobs.ts';
import { readRepository } from '../repository.ts';

/** The repository of a run on this machine. */
export type RunRepository = { root: string; git: Git; head: string; base: string | null };

/**
 * The repository that a run worked in, found from a folder.
 *
 * @throws UsageError when the run worked in none, or the folder is in another one
 */
export async function repositoryOf(
  world: Pick<World, 'cwd' | 'environment'>,
  run: Pick<CapturedRun, 'git'>,
  folder = '.',
): Promise<RunRepository> {
  if (run.git === null)
    throw new UsageError(
      'the run did not work in a git repository: no commit can be compared',
      'Say with --exception "…" how its change was taken back.',
    );
  const named = cleanLine(run.git.repository);
  const found = await readRepository(world, folder);
  const elsewhere = `Name the folder of ${named}: --repository DIR.`;
  if (!found) throw new UsageError(`${cleanLine(folder)}: this is not in a git repository`, elsewhere);
  const { root, head } = found;
  const git = await gitIn(world, root);
  if (head === null) throw new UsageError(`${cleanLine(root)}: the repository has no commit`, elsewhere);
  const { base } = run.git;
  // A clone may have another name or another origin, but it has the commit that the run began at.
  const has = base !== null && (await git.ask(['cat-file', '-e', `${base}^{commit}`])).code === 0;
  if (!has && found.name !== run.git.repository) {
    throw new UsageError(
      `${cleanLine(root)} does not have the commit that the run began at: it is not ${named}, or an incomplete clone of it`,
      elsewhere,
    );
  }
  return { root, git, head, base: has ? base : null };
}

/**
 * The commits that brought what a run left into the current branch, found by path and content: of a pull request that was
 * merged it is the merge commit.
 */
export async function findBroughtBy(
  { git, head, base }: RunRepository,
  { changes }: Pick<CapturedRun, 'changes'>,
): Promise<BroughtBy> {
  const since = await rangeOf(git, { head, base });
  const paths = changes.files.map(({ path }) => path);
  const touched = paths.length === 0 ? [] : await readTouches(git, since, paths);
  const digests = await digestBlobs(git.start(['cat-file', '--batch']), [
    ...new Set(touched.flatMap(({ blob }) => blob ?? [])),
  ]);
  const line = linesOf(await git.need(['rev-list', '--first-parent', ...since]));
  const places = new Map(line.map((commit, index) => [commit, index]));
  const brought = new Map<string, string[]>();
  const uncommitted: string[] = [];
  for (const { path, kind, sha256 } of changes.files) {
    const alike = touched.filter((touch) => {
      if (touch.path !== path) return false;
      return kind === 'delete'
        ? touch.blob === undefined
        : sha256 !== null && digestOf(digests, touch) === sha256;
    });
    const onLine = alike.find(({ commit }) => places.has(commit))?.commit;
    const commit = onLine ?? (alike[0] && (await firstWith(git, line, alike[0].commit)));
    if (commit === undefined) uncommitted.push(path);
    else brought.set(commit, [...(brought.get(commit) ?? []), path]);
  }
  const found = [...brought].toSorted(([one], [other]) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
  return {
    commits: await Promise.all(found.map(([commit, files]) => describe(git, commit, files))),
    uncommitted,
  };
}

/** A commit that changed a path: to a blob, or to nothing. */
type Touch = { commit: string; path: string; blob: string | undefined };

const digestOf = (digests: ReadonlyMap<string, string>, { blob }: Touch) => digests.get(blob ?? '');

/** The commits since the run began; all, when the branch does not come from there. */
async function rangeOf(
  git: Git,
  { head, base }: Pick<RunRepository, 'head' | 'base'>,
): Promise<readonly string[]> {
  return base !== null && (await isAncestor(git, base, head)) ? [head, `^${base}`] : [head];
}

/** Whether a commit is another one, or one that it comes from. */
export async function isAncestor(git: Git, commit: string, of: string): Promise<boolean> {
  return (await git.ask(['merge-base', '--is-ancestor', commit, of])).code === 0;
}

/** Every change of these paths, newest first; a merge is compared with the branch that it was merged into. */
async function readTouches(git: Git, since: readonly string[], paths: readonly string[]): Promise<Touch[]> {
  const output = await git.need([
    ...['log', '--full-history', '--diff-merges=first-parent', '--raw', '-z', '--no-abbrev', '--no-renames'],
    ...['--no-ext-diff', '--no-show-signature', `--format=${mark}%H`, ...since, '--', ...paths],
  ]);
  const touches: Touch[] = [];
  let commit = '';
  let blob: string | undefined;
  let isPath = false;
  for (const field of splitNul(output)) {
    const text = field.toString();
    if (isPath) {
      touches.push({ commit, path: text, blob });
      isPath = false;
      continue;
    }
    const [, named] = headForm.exec(text) ?? [];
    if (named !== undefined) commit = named;
    const [, id, status] = changeForm.exec(text) ?? [];
    if (id === undefined) continue;
    blob = status === 'D' ? undefined : id;
    isPath = true;
  }
  return touches;
}

const mark = '@';
const headForm = /^\n?@([0-9a-f]{40,64})$/;
const changeForm = /^\n?:\d{6} \d{6} [0-9a-f]+ ([0-9a-f]+) ([A-Z])\d*$/;

/** The first commit of a line that has another commit in it, by halving: from there on, all have it. */
async function firstWith(git: Git, line: readonly string[], commit: string): Promise<string | undefined> {
  let without = line.length;
  let withIt = -1;
  while (without - withIt > 1) {
    const middle = Math.floor((withIt + without) / 2);
    if (await isAncestor(git, commit, line[middle] ?? '')) withIt = middle;
    else without = middle;
  }
  return line[withIt];
}

async function describe(git: Git, commit: string, files: readonly string[]): Promise<BringingCommit> {
  const [facts, names] = await Promise.all([
    git.need(['log', '-1', '--no-show-signature', '--format=%P%x00%cI%x00%s', commit]),
    git.need([
      'show',
      '--format=',
      '--name-only',
      '-z',
      '--no-renames',
      '--diff-merges=first-parent',
      commit,
    ]),
  ]);
  const [parents = '', at = '', subject = ''] = splitNul(facts).map(String);
  return {
    ...{ commit, isMerge: parents.includes(' '), at: new Date(at).toISOString() },
    ...{ subject: cleanLine(subject), files, others: Math.max(0, splitNul(names).length - files.length) },
  };
}

const linesOf = (output: Buffer) =>
  output
    .toString()
    .split('\n')
    .filter((line) => line !== '');
