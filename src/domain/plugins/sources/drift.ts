import type { Inventory } from '../inventory/inventory.ts';
import { cachedOf } from '../inventory/one-marketplace.ts';
import { differenceFrom } from '../inventory/recorded-tree.ts';
import type { PluginTree } from './source-state.ts';

/**
 * The plugins of a source that are not proved to be what was promoted, each with the reason: other bytes, a cache that
 * hides something, or an enabled plugin that is gone from the cache.
 */
export function driftOf(
  source: string,
  promoted: readonly PluginTree[],
  inventory: Inventory,
): readonly { plugin: string; text: string }[] {
  const inCache = cachedOf(inventory, source).flatMap((plugin) => {
    const hostile = inventory.findings.find(
      ({ kind, subject }) => kind === 'hostile' && subject === plugin.id,
    );
    const text =
      differenceFrom(promoted, plugin, 'promoted') ?? (hostile && `${plugin.id} (hostile): ${hostile.text}`);
    return text === undefined ? [] : [{ plugin: plugin.id, text }];
  });
  const gone = inventory.plugins
    .filter(({ id, cached, enabled }) => !cached && enabled && promoted.some(({ plugin }) => plugin === id))
    .map(({ id }) => ({ plugin: id, text: `${id} was promoted and is enabled, but gone from the cache` }));
  return [...inCache, ...gone];
}
