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
import { judgeInventory } from '../../../domain/checks/judge/plugins.ts';
import { type Judgement, skip } from '../../../domain/checks/judgement.ts';
import type { Inventory } from '../../../domain/plugins/inventory/inventory.ts';
import { lintConfigured, pluginsInUse } from '../../plugins/lint-sources.ts';
import type { ProbeContext, Probes } from '../probe.ts';

/** What the inventory of plugins and the history of their sources say. */
export const pluginsProbes = {
  'plugins.inventory': async ({ plugins }) => {
    const { help, listed } = await plugins();
    const judgement = judgeInventory({ help, ...listed });
    // A list that fails says more than what follows from it.
    if (judgement.verdict === 'pass' && listed?.inventory instanceof Error) throw listed.inventory;
    return judgement;
  },

  'plugins.marketplace-health': (context) => onInventory(context, judgeMarketplaceHealth),

  'plugins.orphans': (context) => onInventory(context, judgeOrphans),

  'plugins.enabled-not-cached': (context) => onInventory(context, judgeEnabledNotCached),

  'plugins.pinned-ref': (context) => onInventory(context, judgePinnedRef),

  'plugins.content-drift': (context) =>
    onInventory(context, async (inventory) => judgeContentDrift(inventory, await context.sources())),

  'plugins.blocked-sources': (context) =>
    onInventory(context, async (inventory) => judgeBlockedSources(inventory, await context.sources())),

  'plugins.hooks-trust': (context) =>
    onInventory(context, async (inventory) => judgeHooksTrust(inventory, await context.sources())),

  'plugins.upgrade-review': (context) =>
    onInventory(context, async (inventory) => judgeUpgradeReview(inventory, await context.sources())),

  'plugins.manifest-lint': async ({ teamHome, environment }) =>
    judgeManifestLint(await lintConfigured(teamHome, environment.HOME), await pluginsInUse(teamHome)),
} satisfies Partial<Probes>;

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
