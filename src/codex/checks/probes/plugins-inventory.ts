import { judgeInventory } from '../../../domain/checks/judge/plugins.ts';
import type { Probe } from '../probe.ts';

export const pluginsInventory: Probe<'plugins.inventory'> = async ({ plugins }) => {
  const { help, listed } = await plugins();
  const judgement = judgeInventory({ help, ...listed });
  // A list that fails says more than what follows from it.
  if (judgement.verdict === 'pass' && listed?.inventory instanceof Error) throw listed.inventory;
  return judgement;
};
