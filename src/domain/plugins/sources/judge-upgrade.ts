import { RefusedError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { cachedOf, onlyOf, requireMarketplace, revisionOf, treesOf } from '../inventory/one-marketplace.ts';
import { differenceFrom } from '../inventory/recorded-tree.ts';
import { diffInventories, type InventoryDiff } from './diff-inventories.ts';
import { blocking, type RecordedReview, whyNotCounted } from './judge-promotion.ts';
import type { PluginTree } from './source-state.ts';

/** An upgrade that was tried on a copy of CODEX_HOME. */
export type UpgradeOnCopy = {
  before: Inventory;
  after: Inventory;
  /** Only a git marketplace is upgraded; another one is used where it is. */
  isGit: boolean;
  /** Why the upgrade fails; undefined when it does not. */
  failure: string | undefined;
};

/** What an upgrade of a marketplace would bring, beside what was promoted. */
export type JudgedUpgrade = {
  marketplace: string;
  outcome: RecordedReview['outcome'];
  summary: string;
  /** Entry of the promotion that it is compared with; null when nothing of it is promoted. */
  comparedWith: number | null;
  beforeRevision: string | null;
  afterRevision: string | null;
  /** From what was promoted to what would be installed. */
  diff: InventoryDiff;
  trees: readonly PluginTree[];
};

/** How many files a difference names; the evidence has them all. */
const mostFiles = 20;

/** Says what an upgrade would bring, compared with what was promoted. */
export function judgeUpgrade(
  marketplace: string,
  { before, after, isGit, failure }: UpgradeOnCopy,
  promoted: { seq: number | null; inventory: Inventory },
): JudgedUpgrade {
  const upgrade = diffInventories(onlyOf(before, marketplace), onlyOf(after, marketplace));
  const diff = diffInventories(promoted.inventory, onlyOf(after, marketplace));
  const moves = upgrade.changes.length + upgrade.files.length > 0;
  const isNew = diff.changes.length + diff.files.length > 0;
  const [first, ...more] = onlyOf(after, marketplace).findings.filter(({ kind }) => blocking.includes(kind));
  const kept = first
    ? [`${first.subject} (${first.kind}): ${first.text}${more.length > 0 ? `; and ${more.length} more` : ''}`]
    : [];
  const amount = `${diff.changes.length} changes, ${diff.files.length} files`;
  const since =
    promoted.seq === null ? 'nothing of it is promoted yet' : `since the promotion (entry ${promoted.seq})`;
  return {
    marketplace,
    outcome: failure !== undefined ? 'failed' : isNew ? 'changed' : 'unchanged',
    summary:
      failure !== undefined
        ? `the upgrade fails: ${failure}`
        : [
            promoted.seq === null ? since : isNew ? `${amount} ${since}` : `nothing changed ${since}`,
            ...kept,
            ...(isNew && !moves && isGit ? ['what is installed is already so'] : []),
          ].join('; '),
    comparedWith: promoted.seq,
    beforeRevision: revisionOf(before, marketplace),
    afterRevision: revisionOf(after, marketplace),
    diff,
    trees: treesOf(after, marketplace),
  };
}

/**
 * The review of exactly what was fetched.
 *
 * @param reviewed what the review found, with its files; undefined where its entry does not say
 * @throws RefusedError without one, or when the upgrade fails
 */
export function requireReview(
  review: RecordedReview | undefined,
  { before, after, failure }: UpgradeOnCopy,
  { marketplace, reviewed }: { marketplace: string; reviewed: Inventory | undefined },
): RecordedReview {
  const next = `Review it on a copy: codex-cockpit plugin upgrade-review ${marketplace}`;
  const why = whyNotCounted(review, requireMarketplace(before, marketplace));
  if (!review || why !== null) throw new RefusedError(`the upgrade of ${marketplace} is not reviewed`, next);
  if (failure !== undefined)
    throw new RefusedError(`the upgrade of ${marketplace} fails on a copy: ${failure}`, next);
  if (review.outcome === 'failed')
    throw new RefusedError(
      `the review of ${marketplace} (entry ${review.seq}) found that its upgrade fails`,
      next,
    );
  const differences = differencesFrom(after, marketplace, { ...review, reviewed });
  if (differences.length === 0) return review;
  throw new RefusedError(
    `what ${marketplace} offers now is not what was reviewed (entry ${review.seq}), and nothing was changed:\n${differences.map((one) => `  - ${one}`).join('\n')}`,
    next,
  );
}

/** How the plugins of a marketplace, and which files of them, differ from what was reviewed; nothing when they do not. */
export function differencesFrom(
  inventory: Inventory,
  marketplace: string,
  {
    trees,
    afterRevision,
    reviewed,
  }: Pick<RecordedReview, 'trees' | 'afterRevision'> & { reviewed: Inventory | undefined },
): string[] {
  const installed = cachedOf(inventory, marketplace);
  const revision = revisionOf(inventory, marketplace);
  return [
    ...installed.flatMap((plugin) => differenceFrom(trees, plugin, 'reviewed') ?? []),
    ...trees
      .filter(({ plugin }) => !installed.some(({ id }) => id === plugin))
      .map(({ plugin }) => `${plugin} was reviewed and is not there`),
    ...(reviewed ? describeFiles(reviewed, onlyOf(inventory, marketplace)) : []),
    ...(revision === afterRevision
      ? []
      : [
          `${marketplace} is at ${revision ?? 'no revision'}, and ${afterRevision ?? 'no revision'} was reviewed`,
        ]),
  ];
}

/** The files that differ of the plugins that are on both sides. */
function describeFiles(reviewed: Inventory, now: Inventory): readonly string[] {
  const plugins = now.plugins.filter(({ id }) =>
    reviewed.plugins.some((one) => one.id === id && one.cached !== null),
  );
  const ids = new Set(plugins.map(({ id }) => id));
  const before = { ...reviewed, plugins: reviewed.plugins.filter(({ id }) => ids.has(id)) };
  const { files } = diffInventories(before, { ...now, plugins });
  const lines = files.map(({ plugin, path, change }) => `${plugin}: ${change} ${cleanLine(path)}`);
  return lines.length > mostFiles
    ? [...lines.slice(0, mostFiles), `and ${lines.length - mostFiles} more files`]
    : lines;
}
