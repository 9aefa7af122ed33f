import { countOf } from '../../base/text/progress.ts';

/** A commit of the line of a branch that brought what a run left. */
export type BringingCommit = {
  commit: string;
  isMerge: boolean;
  /** RFC 3339. */
  at: string;
  subject: string;
  /** Files of the run that it brought. */
  files: readonly string[];
  /** How many files it changes besides. */
  others: number;
};

/** Where the change of a run came into a branch. */
export type BroughtBy = {
  /** Newest first: reverted in this order, none of them conflicts with another one. */
  commits: readonly BringingCommit[];
  /** Files of the run whose content no commit has. */
  uncommitted: readonly string[];
};

/** What became of a file of a run. `taken back` keeps later changes of it; `other` is neither before nor after the run. */
export type FileState = 'as before' | 'taken back' | 'as the run left it' | 'other';

/** What a commit makes of the change of a run. */
export type RevertedState = {
  /** Files of the run in the order of their paths; `sha256` is null for one that is not there. */
  files: readonly { path: string; state: FileState; sha256: string | null }[];
  /** Commits that brought the change and that the commit does not come after. */
  before: readonly string[];
  /** Files of the run that are recorded by number only. */
  unnamed: number;
};

/** The commands that take the change of a run back, on a branch of its own; undefined when no commit brought it. */
export function revertCommand(incident: string, { commits }: Pick<BroughtBy, 'commits'>): string | undefined {
  if (commits.length === 0) return undefined;
  const lines = commits.map(({ commit, isMerge }) =>
    // The first parent of a merge is the branch that it was merged into.
    ['git revert --no-edit', ...(isMerge ? ['-m 1'] : []), shortCommit(commit)].join(' '),
  );
  return [`git switch -c revert-${incident}`, ...lines].join(' && ');
}

/** A commit as people read it. */
export const shortCommit = (commit: string) => commit.slice(0, 12);

/** What keeps a commit from counting as the revert of a run, a sentence each; nothing when it takes the change back. */
export function judgeRevert({ files, before, unnamed }: RevertedState): readonly string[] {
  return [
    ...before.map(
      (commit) => `the commit does not come after ${shortCommit(commit)}, which brought the change`,
    ),
    ...files.flatMap(({ path, state }) => {
      if (state === 'as the run left it') return [`${path}: it is still as the run left it`];
      if (state === 'other') return [`${path}: it is neither as before the run nor as the run left it`];
      return [];
    }),
    ...(unnamed > 0
      ? [`${countOf(unnamed, 'more file')} of the run cannot be checked: only their number is recorded`]
      : []),
  ];
}
