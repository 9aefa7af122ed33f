import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import type { BroughtBy, FileState, RevertedState } from '../../../domain/runs/incident/revert.ts';
import { type Git, splitNul } from '../git.ts';
import { digestBlobs } from '../git-blobs.ts';
import { isAncestor, type RunRepository } from './brought-by.ts';

/**
 * What a commit makes of the change of a run. A file is as before when it has the content that it had where the run
 * began, or where its change was brought in; it is taken back when only the change of the run is gone from it.
 *
 * @param commit its full id
 */
export async function readReverted(
  { git, base }: RunRepository,
  {
    commit,
    run: { changes },
    brought,
  }: { commit: string; run: Pick<CapturedRun, 'changes'>; brought: BroughtBy },
): Promise<RevertedState> {
  const paths = changes.files.map(({ path }) => path);
  const now = await readTree(git, commit, paths);
  const atBase = base === null ? undefined : await readTree(git, base, paths);
  const files: RevertedState['files'][number][] = [];
  const parents = new Map<string, Tree | undefined>();
  for (const { commit: one, files: theirs } of brought.commits)
    parents.set(one, await readTree(git, `${one}^1`, theirs));
  for (const { path, kind, sha256: after } of changes.files) {
    const bringing = brought.commits.find((one) => one.files.includes(path))?.commit;
    const sha256 = now?.get(path) ?? null;
    const before = [atBase, parents.get(bringing ?? '')].flatMap((tree) =>
      tree ? [tree.get(path) ?? null] : [],
    );
    const state = async (): Promise<FileState> => {
      if (before.includes(sha256)) return 'as before';
      if (sha256 === (kind === 'delete' ? null : after)) return 'as the run left it';
      const isBack = bringing !== undefined && (await isTakenBack(git, { commit, bringing, path }));
      return isBack ? 'taken back' : 'other';
    };
    files.push({ path, sha256, state: await state() });
  }
  const isLater = await Promise.all(
    brought.commits.map((one) => one.commit !== commit && isAncestor(git, one.commit, commit)),
  );
  return {
    files,
    before: brought.commits.filter((_, index) => !isLater[index]).map((one) => one.commit),
    unnamed: changes.total - changes.files.length,
  };
}

/** Digests of content by path. */
type Tree = ReadonlyMap<string, string>;

/** The files of a commit among these; undefined when there is no such commit. */
async function readTree(git: Git, commit: string, paths: readonly string[]): Promise<Tree | undefined> {
  if (paths.length === 0) return new Map();
  const { code, stdout } = await git.ask(['ls-tree', '-r', '-z', commit, '--', ...paths]);
  if (code !== 0) return undefined;
  const ids = new Map(
    splitNul(stdout).flatMap((line) => {
      const [, id, path] = /^\d{6} blob ([0-9a-f]+)\t(.*)$/s.exec(line.toString()) ?? [];
      return id === undefined || path === undefined ? [] : [[path, id] as const];
    }),
  );
  const digests = await digestBlobs(git.start(['cat-file', '--batch']), [...new Set(ids.values())]);
  return new Map([...ids].map(([path, id]) => [path, digests.get(id) ?? `blob ${id}`]));
}

/** Whether a commit leaves in a file what git's own revert of the bringing commit leaves there, with later changes kept. */
async function isTakenBack(
  git: Git,
  { commit, bringing, path }: { commit: string; bringing: string; path: string },
): Promise<boolean> {
  const sides = [`${commit}^1`, bringing, `${bringing}^1`, commit].map((one) =>
    git.ask(['cat-file', 'blob', `${one}:${path}`], { most: mostMerged }),
  );
  const read = await Promise.all(sides);
  if (read.some(({ code, cut }) => code !== 0 || cut)) return false;
  const [ours, brought, before, after] = read.map(({ stdout }) => stdout);
  if (!ours || !brought || !before || !after) return false;
  const folder = await mkdtemp(join(tmpdir(), 'codex-cockpit-revert-'));
  try {
    const names = ['ours', 'brought', 'before'].map((name) => join(folder, name));
    for (const [index, bytes] of [ours, brought, before].entries())
      await writeFile(names[index] ?? '', bytes, { mode: 0o600 });
    const merged = await git.ask(['merge-file', '-p', '-q', ...names], { most: 2 * mostMerged });
    return merged.code === 0 && merged.stdout.equals(after);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Larger files are compared as a whole only. */
const mostMerged = 16 * 1024 * 1024;
