import type { Inventory } from './inventory.ts';
import type { LintFinding } from './lint-marketplace.ts';
import { cachedOf, commandsOf, isSameCommand, type PluginCommand } from './plugin-command.ts';
import { differenceFrom } from './recorded-tree.ts';
import type { PluginTree } from './source-state.ts';

/** A review of an upgrade, as the log tells it. */
export type RecordedReview = {
  seq: number;
  at: string;
  marketplace: string;
  outcome: 'unchanged' | 'changed' | 'failed';
  afterRevision: string | null;
  trees: readonly PluginTree[];
};

/** What a promotion rests on. */
export type PromotionEvidence = {
  inventory: Inventory;
  /** The newest review of the source. */
  review: RecordedReview | undefined;
  /** What the security owner acknowledged last. */
  acknowledged: readonly PluginCommand[];
  lint: readonly LintFinding[];
};

/** What keeps a source from becoming a team standard, and what is only worth a warning. */
export type JudgedPromotion = { blockers: readonly string[]; warnings: readonly string[] };

/**
 * Judges whether a source can become a team standard: its log is reviewed with nothing unreviewed in it, its
 * manifests are clean, every command is acknowledged, and its revision is fixed.
 */
export function judgePromotion(source: string, evidence: PromotionEvidence): JudgedPromotion {
  const { inventory, review, acknowledged, lint } = evidence;
  const marketplace = inventory.marketplaces.find(({ name }) => name === source);
  if (!marketplace) return { blockers: [`there is no marketplace ${source}`], warnings: [] };
  const plugins = cachedOf(inventory, source);
  const unknown = commandsOf(inventory, source).filter(
    (command) => !acknowledged.some((one) => isSameCommand(one, command)),
  );
  return {
    blockers: [
      ...(marketplace.broken === null ? [] : [`its manifest cannot be read: ${marketplace.broken}`]),
      ...(review
        ? []
        : [`its install and upgrade log is not reviewed: codex-cockpit plugin upgrade-review ${source}`]),
      ...(review?.outcome === 'failed' ? ['the newest review found that its upgrade fails'] : []),
      ...(review ? plugins.flatMap((plugin) => differenceFrom(review.trees, plugin, 'reviewed') ?? []) : []),
      ...(plugins.length === 0
        ? ['none of its plugins is installed, so there is nothing to judge it by']
        : []),
      ...lint.filter(({ severity }) => severity === 'fail').map(({ place, text }) => `${place}: ${text}`),
      ...unknown.map(
        ({ plugin, kind, name, command }) =>
          `the ${kind === 'hook' ? `hook ${name}` : `server ${name}`} of ${plugin} is not acknowledged by the security owner: ${command}`,
      ),
    ],
    warnings: pinWarnings(marketplace),
  };
}

/** A branch moves under everybody's feet; a revision or a tag does not, or not by accident. */
export function pinWarnings({
  name,
  sourceType,
  ref,
}: Pick<Inventory['marketplaces'][number], 'name' | 'sourceType' | 'ref'>): readonly string[] {
  if (sourceType !== 'git') return [];
  if (ref === null) return [`${name} follows the default branch; pin a revision`];
  if (/^[0-9a-f]{40}$/.test(ref) || /^v?\d+(\.\d+)+/.test(ref)) return [];
  return [`${name} follows "${ref}", which may be a branch; pin a revision`];
}
