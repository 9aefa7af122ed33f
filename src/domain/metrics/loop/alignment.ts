import type { Figure, MetricsView, Window } from '../view.ts';

/** What had to be repaired in a repository over a window; null where nobody counted it. */
type Fixes = {
  defects: number | null;
  findings: number | null;
  failedVerifications: number | null;
  incidents: number | null;
};

/** What is known of the instructions of a repository. */
export type Instructions = {
  /** Files that the CLI takes for its root, with how it uses each; undefined while its folder is not at hand. */
  files: readonly { path: string; bytes: number; state: string }[] | undefined;
  /** The newest commit that changed an instruction file; undefined when there is none, or no folder at hand. */
  lastCommit: { commit: string; on: string; subject: string } | undefined;
  /** Approved instructions that were published there, newest first. */
  published: readonly { artifact: string; revision: number; path: string; on: string }[];
};

/** A repository with what had to be repaired in it, beside its instructions. */
export type AlignedRepository = {
  repository: string;
  fixes: Fixes;
  /** All of them that were counted. */
  total: number;
  instructions: Instructions;
  /** When its instructions changed last, by commit or by publication; undefined when that is not known. */
  changedOn: string | undefined;
  advice: 'has no instructions' | 'strengthen instructions' | 'look again' | 'not at hand' | 'few fixes';
};

/** From so many fixes in a window on they are called repeated. */
const REPEATED_FIXES = 3;

const nothingKnown: Instructions = { files: undefined, lastCommit: undefined, published: [] };

/**
 * Sets what had to be repaired in each repository beside its instructions, most fixes first. Repeated fixes with
 * instructions that nobody changed in the window ask for stronger ones; where they were changed in it, the next window
 * shows whether it helped.
 *
 * @param nameOf the name that `instructions` has for a repository of the view
 */
export function align(
  view: MetricsView,
  instructions: ReadonlyMap<string, Instructions>,
  nameOf: (repository: string) => string = (repository) => repository,
): readonly AlignedRepository[] {
  const counted = new Map<string, Fixes>();
  for (const group of view.groups)
    if (group.type === 'paired' && group.scope.repository)
      counted.set(nameOf(group.scope.repository), fixesOf(group.quality));
  for (const repository of instructions.keys())
    if (!counted.has(repository)) counted.set(repository, fixesOf([]));
  return [...counted]
    .map(([repository, fixes]) => {
      const known = instructions.get(repository) ?? nothingKnown;
      const total = Object.values(fixes).reduce((sum: number, count) => sum + (count ?? 0), 0);
      const changes = [known.lastCommit?.on, ...known.published.map(({ on }) => on)];
      const changedOn = changes
        .filter((day) => day !== undefined)
        .sort()
        .at(-1);
      const advice = adviceFor(view.window, { total, known, changedOn });
      return { repository, fixes, total, instructions: known, changedOn, advice };
    })
    .sort((one, other) => other.total - one.total || (one.repository < other.repository ? -1 : 1));
}

function adviceFor(
  window: Window,
  { total, known, changedOn }: { total: number; known: Instructions; changedOn: string | undefined },
): AlignedRepository['advice'] {
  if (total < REPEATED_FIXES) return 'few fixes';
  if (known.files?.length === 0) return 'has no instructions';
  if (changedOn === undefined && known.files === undefined) return 'not at hand';
  return changedOn !== undefined && changedOn >= window.from ? 'look again' : 'strengthen instructions';
}

function fixesOf(quality: readonly Figure[]): Fixes {
  const find = (metric: Figure['metric']) => quality.find((figure) => figure.metric === metric);
  return {
    defects: shareOf(find('defect-rate'), (value) => value / 100),
    findings: shareOf(find('review-findings'), (value) => value),
    failedVerifications: shareOf(find('verification-pass-rate'), (value) => 1 - value / 100),
    incidents: find('incident-count')?.value ?? null,
  };
}

/** How many of `n` it were; null without a value, or when nobody counted. */
function shareOf(figure: Figure | undefined, share: (value: number) => number): number | null {
  if (!figure || figure.value === null || figure.n === null) return null;
  return Math.round(share(figure.value) * figure.n);
}
