import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { Changes } from '../../../domain/runs/events.ts';
import type { Arrival } from '../../../domain/runs/gates/arrival.ts';
import type { World } from '../../world/world.ts';
import { gitIn, splitNul } from '../git.ts';
import { mergeBase } from '../pack/merge-base.ts';
import { nameOf, type RepositoryState, readChanges, readRepository, resolveCommit } from '../repository.ts';
import { findArrival } from './arrival.ts';

/** Which change a gate is asked about. */
export type ChangeRequest = {
  /** A folder of the repository. */
  folder: string;
  base?: string | undefined;
  head?: string | undefined;
  /** Branches that the team protects, besides those that CI names. */
  protect: readonly string[];
};

/** A change as a gate judges it. */
export type JudgedChange = {
  repository: RepositoryState;
  arrival: Arrival;
  /** The branch that it goes to or is on. */
  branch: string;
  /** Whether it is on that branch already, and the branch is a protected one. */
  isOnProtected: boolean;
  base: string | null;
  head: string;
  changes: Changes;
};

const lineEnd = 0x0a;

/** Branches that are taken for protected where no CI says which are. */
const usual = ['main', 'master'];

/**
 * The change between two commits: those that are named, else those of the event that started the job, else what HEAD has
 * that origin's branch has not.
 *
 * @throws UsageError outside of a repository, for an unknown commit, and where no base can be found
 */
export async function readJudgedChange(
  world: Pick<World, 'cwd' | 'environment'>,
  { folder, base: askedBase, head: askedHead, protect }: ChangeRequest,
): Promise<JudgedChange> {
  const repository = await readRepository(world, folder);
  if (!repository)
    throw new UsageError(
      `${cleanLine(folder)}: this is not in a git repository`,
      'Ask in the repository of the change.',
    );
  const { root } = repository;
  const arrival = await findArrival(world, protect);
  const stated = 'head' in arrival ? arrival.head : 'after' in arrival ? arrival.after : undefined;
  const head = await resolveCommit(world, root, askedHead ?? stated ?? 'HEAD');
  const base = await baseOf(world, repository, { arrival, asked: askedBase, head });
  const branch =
    'into' in arrival ? arrival.into : 'branch' in arrival ? arrival.branch : (repository.branch ?? 'HEAD');
  const isLocal = arrival.type === 'none' || arrival.type === 'other';
  return {
    ...{ repository, arrival, branch, base, head },
    isOnProtected:
      arrival.type === 'push' ? arrival.isProtected : isLocal && [...usual, ...protect].includes(branch),
    changes: await readChanges(world, root, { base, to: head }),
  };
}

async function baseOf(
  world: Pick<World, 'cwd' | 'environment'>,
  { root }: RepositoryState,
  { arrival, asked, head }: { arrival: Arrival; asked: string | undefined; head: string },
): Promise<string | null> {
  if (asked !== undefined) return mergeBase(world, root, { base: asked, head });
  if (arrival.type === 'pull request') return mergeBase(world, root, { base: arrival.base, head });
  if (arrival.type === 'push') {
    // A branch that is new has no commit before.
    if (/^0+$/.test(arrival.before)) return arrival.isProtected ? null : againstOrigin(world, root, head);
    return mergeBase(world, root, { base: arrival.before, head });
  }
  return againstOrigin(world, root, head);
}

async function againstOrigin(
  world: Pick<World, 'cwd' | 'environment'>,
  root: string,
  head: string,
): Promise<string> {
  for (const base of ['origin/HEAD', 'origin/main', 'origin/master']) {
    const isThere = await resolveCommit(world, root, base).then(
      () => true,
      () => false,
    );
    if (isThere) return mergeBase(world, root, { base, head });
  }
  throw new UsageError(
    'it is not known what the change is compared with',
    'Name a commit or a branch: --base REF',
  );
}

/**
 * The commits of a branch by which files came to it without a merge, by the path of each file: the newest that has
 * changed it, when it has one parent. What is made by merging a pull request in one commit looks the same.
 *
 * @param merges commits that are known to merge a pull request; undefined when none are known, and merges of branches count as such
 */
export async function directCommits(
  world: Pick<World, 'environment'>,
  { repository, base, head }: Pick<JudgedChange, 'repository' | 'base' | 'head'>,
  merges: ReadonlySet<string> | undefined,
): Promise<ReadonlyMap<string, string>> {
  const git = await gitIn(world, repository.root);
  const range = base === null ? [head] : [`${base}..${head}`];
  const listed = await git.need([
    ...[
      'log',
      '--first-parent',
      '-m',
      '--name-only',
      '-z',
      '--no-renames',
      '--no-ext-diff',
      '--format=%x00%H %P',
    ],
    ...range,
    '--',
  ]);
  const newest = new Map<string, { commit: string; parents: number }>();
  let current = { commit: '', parents: 0 };
  let startsCommit = false;
  for (const part of splitNul(listed)) {
    // Nothing but the head of a commit comes after an empty part, whatever a file is called.
    if (startsCommit) {
      const [commit = '', ...parents] = part.toString('latin1').trim().split(' ');
      current = { commit, parents: parents.length };
    } else if (part.length > 0) {
      const path = nameOf(part[0] === lineEnd ? part.subarray(1) : part);
      if (!newest.has(path)) newest.set(path, current);
    }
    startsCommit = part.length === 0;
  }
  return new Map(
    [...newest]
      .filter(([, { commit, parents }]) => (merges ? !merges.has(commit) : parents < 2))
      .map(([path, { commit }]) => [path, commit]),
  );
}
