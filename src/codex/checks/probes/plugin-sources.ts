import {
  judgeBlockedSources,
  judgeContentDrift,
  judgeEnabledNotCached,
  judgeHooksTrust,
  judgeManifestLint,
  judgeMarketplaceHealth,
  judgeOrphans,
  judgePinnedRef,
  judgeUpgradeReview,
} from '../../../domain/checks/judge/plugin-sources.ts';
import { type Judgement, skip } from '../../../domain/checks/judgement.ts';
import type { Inventory } from '../../../domain/plugins/inventory/inventory.ts';
import { lintConfigured, pluginsInUse } from '../../plugins/lint-sources.ts';
import type { Probe, ProbeContext } from '../probe.ts';

export const pluginsMarketplaceHealth: Probe<'plugins.marketplace-health'> = (context) =>
  onInventory(context, judgeMarketplaceHealth);

export const pluginsOrphans: Probe<'plugins.orphans'> = (context) => onInventory(context, judgeOrphans);

export const pluginsEnabledNotCached: Probe<'plugins.enabled-not-cached'> = (context) =>
  onInventory(context, judgeEnabledNotCached);

export const pluginsPinnedRef: Probe<'plugins.pinned-ref'> = (context) =>
  onInventory(context, judgePinnedRef);

export const pluginsContentDrift: Probe<'plugins.content-drift'> = (context) =>
  onInventory(context, async (inventory) => judgeContentDrift(inventory, await context.sources()));

export const pluginsBlockedSources: Probe<'plugins.blocked-sources'> = (context) =>
  onInventory(context, async (inventory) => judgeBlockedSources(inventory, await context.sources()));

export const pluginsHooksTrust: Probe<'plugins.hooks-trust'> = (context) =>
  onInventory(context, async (inventory) => judgeHooksTrust(inventory, await context.sources()));

export const pluginsUpgradeReview: Probe<'plugins.upgrade-review'> = (context) =>
  onInventory(context, async (inventory) => judgeUpgradeReview(inventory, await context.sources()));

export const pluginsManifestLint: Probe<'plugins.manifest-lint'> = async ({ teamHome, environment }) =>
  judgeManifestLint(await lintConfigured(teamHome, environment.HOME), await pluginsInUse(teamHome));

/** Judges the inventory of the team's plugins; a CLI without the list cannot be asked. */
async function onInventory(
  { plugins }: ProbeContext,
  judge: (inventory: Inventory) => Judgement | Promise<Judgement>,
): Promise<Judgement> {
  const { listed } = await plugins();
  if (!listed) return skip('this CLI version has no plugin list --json');
  if (listed.inventory instanceof Error) throw listed.inventory;
  return judge(listed.inventory);
}
