import type { Role } from '../../people/role.ts';
import type { Inventory, InventoryFinding, InventoryMarketplace } from '../inventory/inventory.ts';
import { cachedOf } from '../inventory/one-marketplace.ts';
import { commandsOf, isSameCommand, type PluginCommand } from '../inventory/plugin-command.ts';
import { differenceFrom } from '../inventory/recorded-tree.ts';
import { isRefusal, isRefusalInUse, type LintFinding } from '../manifest/lint-finding.ts';
import { describeIdentity, identityOf, isSameIdentity, type SourceIdentity } from './source-identity.ts';
import type { PluginTree } from './source-state.ts';

/** A review of an upgrade, as the log says. */
export type RecordedReview = {
  seq: number;
  at: string;
  marketplace: string;
  /** Where the source came from; null when the entry does not say. */
  identity: SourceIdentity | null;
  /** The role of who reviewed; null when the entry does not say. */
  role: Role | null;
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

/** What of the inventory keeps every source back: who reads the files sees something else than what is loaded. */
export const blocking: readonly InventoryFinding['kind'][] = [
  'hostile',
  'loads-differ',
  'unproven',
  'enabled-not-cached',
];

/**
 * Judges whether a source can become a team standard: its log is reviewed with nothing unreviewed in it, its
 * manifests are clean, every command is acknowledged, and its revision is fixed.
 */
export function judgePromotion(source: string, evidence: PromotionEvidence): JudgedPromotion {
  const { inventory, acknowledged } = evidence;
  const marketplace = inventory.marketplaces.find(({ name }) => name === source);
  if (!marketplace) return { blockers: [`there is no marketplace ${source}`], warnings: [] };
  const againstReview = whyNotCounted(evidence.review, marketplace);
  const review = againstReview === null ? evidence.review : undefined;
  const plugins = cachedOf(inventory, source);
  const { refused, left } = sortRefusals(source, evidence);
  const unknown = commandsOf(inventory, source).filter(
    (command) => !acknowledged.some((one) => isSameCommand(one, command)),
  );
  return {
    blockers: [
      ...(marketplace.broken === null ? [] : [`its manifest cannot be read: ${marketplace.broken}`]),
      ...(againstReview === null ? [] : [`${againstReview}: codex-cockpit plugin upgrade-review ${source}`]),
      ...(review?.outcome === 'failed' ? ['the newest review found that its upgrade fails'] : []),
      ...(review ? plugins.flatMap((plugin) => differenceFrom(review.trees, plugin, 'reviewed') ?? []) : []),
      ...inventory.findings
        .filter(({ kind, subject }) => kind === 'not-listed' && subject.endsWith(`@${source}`))
        .map(({ subject, text }) => `${subject}: ${text}`),
      ...(plugins.length === 0
        ? ['none of its plugins is installed, so there is nothing to judge it by']
        : []),
      ...inventory.findings
        .filter(({ kind, subject }) => blocking.includes(kind) && subject.endsWith(`@${source}`))
        .map(({ kind, subject, text }) => `${subject} (${kind}): ${text}`),
      ...refused.map(({ place, text }) => `${place}: ${text}`),
      ...unknown.map(
        ({ plugin, kind, name, command }) =>
          `the ${kind === 'hook' ? `hook ${name}` : `server ${name}`} of ${plugin} is not acknowledged by the security owner: ${command}`,
      ),
    ],
    warnings: [...left, ...pinWarnings(marketplace)],
  };
}

/** How many plugins a warning names; the lint has them all. */
const mostNamed = 5;

/**
 * What lint found that the CLI refuses: of the marketplace, and of what is installed or enabled. The rest cannot load,
 * and is one warning.
 */
function sortRefusals(
  source: string,
  { inventory, lint }: PromotionEvidence,
): { refused: readonly LintFinding[]; left: readonly string[] } {
  const inUse = new Set(
    inventory.plugins
      .filter(({ installed, enabled, cached }) => installed || enabled === true || cached !== null)
      .map(({ id }) => id),
  );
  const matters = (finding: LintFinding) => isRefusalInUse(finding, source, inUse);
  const refusals = lint.filter(isRefusal);
  const left = new Set(refusals.flatMap((one) => (matters(one) ? [] : (one.plugin ?? []))));
  const more = left.size > mostNamed ? `, and ${left.size - mostNamed} more` : '';
  const named = [...left].slice(0, mostNamed).join(', ');
  return {
    refused: refusals.filter(matters),
    left:
      left.size === 0
        ? []
        : [`not installed, and the CLI refuses or skips it (codex-cockpit plugin lint): ${named}${more}`],
  };
}

/** Why a review does not count for a source as it is configured; null when it does. */
export function whyNotCounted(
  review: RecordedReview | undefined,
  marketplace: InventoryMarketplace,
): string | null {
  if (!review) return 'its install and upgrade log is not reviewed';
  const { seq, role, identity } = review;
  if (role === null || identity === null)
    return `its review (entry ${seq}) does not say which source was reviewed, and by which role; review it again`;
  return isSameIdentity(identity, identityOf(marketplace))
    ? null
    : `its review (entry ${seq}) is of ${describeIdentity(identity)}; review what is configured now`;
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
