import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { identityOf, type SourceIdentity } from '../sources/source-identity.ts';
import type { PluginTree } from '../sources/source-state.ts';
import type { Inventory, InventoryMarketplace, InventoryPlugin } from './inventory.ts';

/** The plugins of a marketplace that are in the cache. */
export function cachedOf({ plugins }: Inventory, marketplace: string): readonly InventoryPlugin[] {
  return plugins.filter((plugin) => plugin.marketplace === marketplace && plugin.cached !== null);
}

/** @throws UsageError for an unknown marketplace, with the nearest one */
export function requireMarketplace({ marketplaces }: Inventory, asked: string): InventoryMarketplace {
  const found = marketplaces.find(({ name }) => name === asked);
  if (found) return found;
  const names = marketplaces.map(({ name }) => name);
  throw new UsageError(
    `there is no marketplace "${cleanLine(asked)}"${didYouMean(asked, names)}`,
    names.length === 0 ? 'None is configured.' : `The marketplaces are: ${names.join(', ')}.`,
  );
}

/** The plugins of a marketplace and their bytes. */
export function treesOf(inventory: Inventory, marketplace: string): readonly PluginTree[] {
  return cachedOf(inventory, marketplace).flatMap(({ id, cached }) =>
    cached ? [{ plugin: id, treeSha256: cached.treeSha256 }] : [],
  );
}

/** The revision of a marketplace. */
export function revisionOf({ marketplaces }: Inventory, marketplace: string): string | null {
  return marketplaces.find(({ name }) => name === marketplace)?.revision ?? null;
}

/** Where the marketplace of a name comes from; undefined while none is configured. */
export function identityIn({ marketplaces }: Inventory, name: string): SourceIdentity | undefined {
  const found = marketplaces.find((one) => one.name === name);
  return found && identityOf(found);
}

/** One marketplace of an inventory and those of its plugins that are installed. */
export function onlyOf(inventory: Inventory, marketplace: string): Inventory {
  return {
    ...inventory,
    marketplaces: inventory.marketplaces.filter(({ name }) => name === marketplace),
    plugins: [...cachedOf(inventory, marketplace)],
    findings: inventory.findings.filter(
      ({ subject }) => subject === marketplace || subject.endsWith(`@${marketplace}`),
    ),
  };
}
