import { availableParallelism } from 'node:os';
import { describeEnd, errorText, exited, type Outcome } from '../../domain/base/outcome.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { type CliListing, readListing } from '../../domain/plugins/inventory/cli-listing.ts';
import type { Inventory } from '../../domain/plugins/inventory/inventory.ts';
import {
  type CachedPlugin,
  joinInventory,
  type ReadMarketplace,
} from '../../domain/plugins/inventory/join-inventory.ts';
import type { AskedLoads } from '../../domain/plugins/inventory/loads.ts';
import { dialectOf } from '../../domain/plugins/manifest/dialect.ts';
import type { LoadedPlugin } from './copy-for-loading.ts';
import { readMarketplaces } from './read-marketplaces.ts';
import { readPluginConfig } from './read-plugin-config.ts';
import { listCache, readCached } from './scan/scan-cache.ts';

/** What an inventory is taken of. */
export type InventoryInputs = {
  /** The CODEX_HOME that is looked at; nothing in it is written. */
  codexHome: string;
  /** The person's home, where a marketplace is found without configuration. */
  home: string | undefined;
  /** What the CLI states; undefined when it states none. */
  cliVersion: Promise<string | undefined> | undefined;
  /** Runs `codex plugin list --available --json` on a copy of CODEX_HOME. */
  list: () => Promise<Outcome>;
  /** Asks the CLI what it loads of each plugin; undefined where that is not of interest. */
  ask: ((plugins: readonly LoadedPlugin[]) => Promise<ReadonlyMap<string, AskedLoads>>) | undefined;
  /** Ends the reading when it is aborted. */
  signal?: AbortSignal;
  /** Hears how many plugins of the cache were read and hashed. */
  onProgress?: OnProgress | undefined;
};

/** Bytes of files that are kept in memory until the CLI was asked, of all plugins together. */
const mostKept = 32 * 1024 * 1024;

/** Takes the inventory: lists, reads, and hashes every cached plugin, side by side up to the number of cores. */
export async function takeInventory(inputs: InventoryInputs): Promise<Inventory> {
  const { codexHome, home, signal, onProgress } = inputs;
  const config = await readPluginConfig(codexHome);
  const listing = inputs.list().then(readOutcome);
  // Whoever awaits it hears of a failure; until then it must not end the program.
  listing.catch(() => undefined);
  const cliVersion = await inputs.cliVersion;
  const dialect = dialectOf(cliVersion);
  const marketplaces = await readMarketplaces(config.marketplaces, { codexHome, home });
  const clones = clonesIn(marketplaces);
  const folders = listCache(codexHome);
  const cache: CachedPlugin[] = [];
  const loaded: LoadedPlugin[] = [];
  const memory = { left: mostKept };
  const step = availableParallelism() * 4;
  for (let from = 0; from < folders.length; from += step) {
    const read = folders.slice(from, from + step).map(async (folder) => {
      const isClone = clones.has(`${folder.name}@${folder.marketplace}`);
      return { folder, ...(await readCached(codexHome, folder, { isClone, dialect, memory, signal })) };
    });
    for (const { folder, plugin, kept } of await Promise.all(read)) {
      cache.push(plugin);
      loaded.push({ id: `${plugin.name}@${plugin.marketplace}`, folder, entries: plugin.entries, kept });
    }
    onProgress?.({ done: cache.length, planned: folders.length });
  }
  const asked = await inputs.ask?.(loaded);
  const sources = {
    cliVersion,
    listing: await listing,
    marketplaces,
    configured: config.enabled,
    cache,
    asked,
  };
  return joinInventory(sources);
}

/** The plugins that the CLI clones whole, by id. */
function clonesIn(marketplaces: readonly ReadMarketplace[]): ReadonlySet<string> {
  const ids = marketplaces.flatMap(({ name, manifest }) =>
    'broken' in manifest
      ? []
      : manifest.entries.filter(({ isClone }) => isClone).map((entry) => `${entry.name}@${name}`),
  );
  return new Set(ids);
}

function readOutcome(outcome: Outcome): CliListing | { failed: string } {
  if (!exited(outcome)) {
    const why = cleanLine(errorText(outcome)).slice(0, 300) || 'it printed nothing';
    return { failed: `${outcome.argv.join(' ')}: ${describeEnd(outcome.end)}: ${why}` };
  }
  try {
    return readListing(outcome.stdout);
  } catch (cause) {
    return { failed: `it did not print its JSON: ${cleanLine((cause as Error).message).slice(0, 200)}` };
  }
}
