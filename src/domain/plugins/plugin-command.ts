import type { Inventory, InventoryPlugin } from './inventory.ts';

/** A command that a plugin runs by itself: a hook, or a server. */
export type PluginCommand = { plugin: string; kind: 'hook' | 'mcp'; name: string; command: string };

/** The commands of the cached plugins of a marketplace. */
export function commandsOf(inventory: Inventory, marketplace: string): readonly PluginCommand[] {
  return cachedOf(inventory, marketplace).flatMap(({ id, cached }) => [
    ...(cached?.contents.hooks ?? []).map(({ event, command }) => ({
      plugin: id,
      kind: 'hook' as const,
      name: event,
      command,
    })),
    ...(cached?.contents.mcpServers ?? []).map(({ name, command }) => ({
      plugin: id,
      kind: 'mcp' as const,
      name,
      command,
    })),
  ]);
}

/** The plugins of a marketplace that lie in the cache. */
export function cachedOf({ plugins }: Inventory, marketplace: string): readonly InventoryPlugin[] {
  return plugins.filter((plugin) => plugin.marketplace === marketplace && plugin.cached !== null);
}

/** Whether two commands are the same, so that one that was acknowledged need not be again. */
export function isSameCommand(one: PluginCommand, other: PluginCommand): boolean {
  return (
    one.plugin === other.plugin &&
    one.kind === other.kind &&
    one.name === other.name &&
    one.command === other.command
  );
}
