import type { Inventory } from '../../domain/plugins/inventory/inventory.ts';
import {
  commandsOf,
  type ShownCommand,
  showCommands,
} from '../../domain/plugins/inventory/plugin-command.ts';
import { diffInventories, type InventoryDiff } from '../../domain/plugins/sources/diff-inventories.ts';
import type { SourceStatus } from '../../domain/plugins/sources/source-status.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import type { World } from '../world/world.ts';
import { readSources } from './decide-source.ts';
import { type InventoryRequest, readInventory } from './read-inventory.ts';
import { newestSnapshot } from './snapshots.ts';
import { readSourceRecord } from './source-record.ts';

/** The plugins as they are now, their sources, and what changed since the newest snapshot. */
export type PluginsNow = {
  inventory: Inventory;
  sources: readonly SourceStatus[];
  /** The hooks and servers of each source in full, with what changed since they were acknowledged. */
  commands: Readonly<Record<string, readonly ShownCommand[]>>;
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
  const acknowledged = store && (await readSourceRecord(store)).acknowledged;
  const commands = Object.fromEntries(
    sources.map(({ source }) => [
      source,
      showCommands(commandsOf(inventory, source), acknowledged?.get(source) ?? []),
    ]),
  );
  const before = await newestSnapshot(store);
  if (!before) return { inventory, sources, commands, diff: undefined };
  return { inventory, sources, commands, diff: diffInventories(before.inventory, inventory) };
}
