import { diffInventories, type InventoryDiff } from '../../domain/plugins/diff-inventories.ts';
import type { Inventory } from '../../domain/plugins/inventory.ts';
import type { ReadStore } from '../../store/open.ts';
import type { World } from '../world.ts';
import { readSources, type SourceStatus } from './decide-source.ts';
import { type InventoryRequest, readInventory } from './read-inventory.ts';
import { newestSnapshot } from './snapshots.ts';

/** The plugins as they are now, their sources, and what changed since the newest snapshot. */
export type PluginsNow = {
  inventory: Inventory;
  sources: readonly SourceStatus[];
  /** Undefined while there is no snapshot. */
  diff: InventoryDiff | undefined;
};

/** Takes the inventory and compares it with the newest snapshot. */
export async function readPluginsView(
  world: World,
  store: ReadStore | undefined,
  request: InventoryRequest,
): Promise<PluginsNow> {
  const inventory = await readInventory(world, request);
  const sources = await readSources(world, store, inventory);
  const before = await newestSnapshot(store);
  if (!before) return { inventory, sources, diff: undefined };
  return { inventory, sources, diff: diffInventories(before.inventory, inventory) };
}
