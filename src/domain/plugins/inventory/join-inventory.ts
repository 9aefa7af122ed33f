import { redact } from '../../base/redact/redact.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { MarketplaceManifest } from '../manifest/manifest.ts';
import type { CliListing } from './cli-listing.ts';
import type {
  Contents,
  Inventory,
  InventoryFinding,
  InventoryMarketplace,
  InventoryPlugin,
} from './inventory.ts';
import { type AskedLoads, compareLoads, type Loads, nothingAsked } from './loads.ts';
import { hashTree, type TreeEntry } from './plugin-tree.ts';
import { describeUnread } from './recorded-tree.ts';

/** A plugin's folder in the cache: the copy that is really loaded. */
export type CachedPlugin = {
  marketplace: string;
  name: string;
  version: string;
  /** Below CODEX_HOME. */
  path: string;
  entries: readonly TreeEntry[];
  contents: Contents;
  /** What is loaded of it as we read its files. */
  loads: Loads;
  /** What is wrong with it: a path that leads out, a manifest that cannot be read. */
  faults: readonly string[];
  /** What its files declare and the CLI leaves out. */
  skipped: readonly string[];
};

/** A marketplace that is configured, with its manifest or why that cannot be read. */
export type ReadMarketplace = Omit<InventoryMarketplace, 'broken'> & {
  manifest: MarketplaceManifest | { broken: string };
};

/** Everything that an inventory is made of. */
export type InventorySources = {
  cliVersion: string | undefined;
  /** What the CLI lists, or why it does not. */
  listing: CliListing | { failed: string };
  marketplaces: readonly ReadMarketplace[];
  /** `enabled` of each plugin in config.toml, by id. */
  configured: ReadonlyMap<string, boolean>;
  cache: readonly CachedPlugin[];
  /** What the CLI says that it loads, by id; undefined when it was not to be asked. */
  asked: ReadonlyMap<string, AskedLoads> | undefined;
};

/**
 * Joins what the CLI lists, what the configuration says, what the manifests declare and what is in the
 * cache. Each alone hides something (docs/codex-facts.md, "Orphaned plugins").
 */
export function joinInventory(sources: InventorySources): Inventory {
  const { listing, marketplaces, configured, cache } = sources;
  const listed = 'failed' in listing ? [] : listing.plugins;
  const declared = marketplaces.flatMap(({ name, manifest }) =>
    'broken' in manifest ? [] : manifest.entries.map((entry) => `${entry.name}@${name}`),
  );
  const ids = new Set([
    ...listed.map(({ id }) => id),
    ...declared,
    ...configured.keys(),
    ...cache.map(({ name, marketplace }) => `${name}@${marketplace}`),
  ]);
  const plugins = [...ids].sort().map((id) => joinPlugin(id, sources));
  return {
    version: 1,
    cliVersion: sources.cliVersion ?? null,
    marketplaces: marketplaces.map(({ manifest, ...rest }) => ({
      ...rest,
      broken: 'broken' in manifest ? manifest.broken : null,
    })),
    plugins,
    findings: [
      ...('failed' in listing
        ? [{ kind: 'list-failed' as const, subject: 'codex plugin list', text: listing.failed }]
        : []),
      ...marketplaces.flatMap(findInMarketplace),
      ...plugins.flatMap((plugin) => findInPlugin(plugin, sources)),
      ...cache.flatMap(findInCache),
      ...(sources.asked ? findInLoads(cache, sources.asked) : []),
    ],
  };
}

function joinPlugin(
  id: string,
  { listing, marketplaces, configured, cache }: InventorySources,
): InventoryPlugin {
  const [name = '', marketplace = ''] = splitId(id);
  const listed = 'failed' in listing ? undefined : listing.plugins.find((one) => one.id === id);
  const manifest = marketplaces.find((one) => one.name === marketplace)?.manifest;
  const entry =
    manifest && !('broken' in manifest) ? manifest.entries.find((one) => one.name === name) : undefined;
  const cached = cache.find((one) => one.name === name && one.marketplace === marketplace);
  return {
    id,
    name,
    marketplace,
    version: cached?.version ?? listed?.version ?? null,
    installed: listed?.installed ?? cached !== undefined,
    enabled: configured.get(id) ?? null,
    listed: listed !== undefined,
    installPolicy: listed?.installPolicy ?? entry?.installPolicy ?? null,
    authPolicy: listed?.authPolicy ?? entry?.authPolicy ?? null,
    source: entry?.source ?? listed?.source ?? null,
    ...(entry?.origin ? { origin: entry.origin } : {}),
    cached: cached
      ? {
          path: cached.path,
          treeSha256: hashTree(cached.entries),
          entries: [...cached.entries],
          contents: cached.contents,
        }
      : null,
  };
}

function findInMarketplace({ name, manifest }: ReadMarketplace): InventoryFinding[] {
  if ('broken' in manifest) {
    const text = `${manifest.broken}; while it is configured, codex plugin list fails as a whole`;
    return [{ kind: 'broken-marketplace', subject: name, text }];
  }
  return [
    ...manifest.duplicates.map((plugin) => ({
      kind: 'duplicate-entry' as const,
      subject: `${plugin}@${name}`,
      text: 'it is in the manifest twice; the CLI silently takes the first',
    })),
    ...manifest.skipped.map(({ name: plugin, reason }) => ({
      kind: 'skipped-entry' as const,
      subject: `${plugin}@${name}`,
      text: `the CLI leaves it out without a word: ${reason}`,
    })),
  ];
}

function findInPlugin(
  { id, name, marketplace, listed, enabled, cached }: InventoryPlugin,
  { listing, marketplaces }: InventorySources,
): InventoryFinding[] {
  const known = marketplaces.find((one) => one.name === marketplace);
  const loads = cached && enabled !== false ? 'it still loads into sessions' : 'it does not load now';
  if (!known && (cached || enabled)) {
    const text = `its marketplace is no longer configured, and codex plugin list does not show it; ${loads}`;
    return [{ kind: 'orphan', subject: id, text }];
  }
  if (known && cached && !listed && !('failed' in listing)) {
    const text = `${whyNotListed(name, known)}, so codex plugin list does not show it; ${loads}`;
    return [{ kind: 'not-listed', subject: id, text }];
  }
  if (enabled && !cached) {
    const text = 'config.toml enables it, but nothing is cached: it does not load';
    return [{ kind: 'enabled-not-cached', subject: id, text }];
  }
  return [];
}

function whyNotListed(plugin: string, { name, manifest }: ReadMarketplace): string {
  if ('broken' in manifest) return 'the manifest of its marketplace cannot be read';
  if (manifest.name !== name) return `the manifest of ${name} calls itself "${manifest.name}" now`;
  return manifest.entries.some((entry) => entry.name === plugin)
    ? 'the CLI leaves it out'
    : 'its marketplace no longer offers it';
}

function findInCache({ name, marketplace, entries, faults, skipped }: CachedPlugin): InventoryFinding[] {
  const subject = `${name}@${marketplace}`;
  const unread = describeUnread(entries);
  const links = entries.filter(({ type }) => type === 'link');
  const texts = [
    ...faults,
    ...(unread === undefined ? [] : [unread]),
    ...(links.length > 0 ? [`${links.length} symbolic links, which were not followed`] : []),
  ];
  return [
    ...texts.map((text) => ({ kind: 'hostile' as const, subject, text })),
    ...skipped.map((text) => ({ kind: 'not-loaded' as const, subject, text })),
  ];
}

/** Where the CLI loads something else than its files say as we read them, or could not be asked. */
function findInLoads(
  cache: readonly CachedPlugin[],
  asked: ReadonlyMap<string, AskedLoads>,
): InventoryFinding[] {
  return cache.flatMap(({ name, marketplace, loads }) => {
    const subject = `${name}@${marketplace}`;
    const answer = asked.get(subject) ?? nothingAsked('the CLI was not asked what it loads');
    const { differences, unproven, unprovenApps } = compareLoads(loads, answer);
    return [
      ...differences.map((text) => ({ kind: 'loads-differ' as const, subject, text: describe(text) })),
      ...unproven.map((text) => ({ kind: 'unproven' as const, subject, text: describe(text) })),
      ...unprovenApps.map((text) => ({ kind: 'apps-unproven' as const, subject, text: describe(text) })),
    ];
  });
}

/** Long enough for a whole command of usual length, and without secrets. */
function describe(text: string): string {
  return redact(cleanLine(text)).slice(0, 1000);
}

/** `name@marketplace` in its parts. */
function splitId(id: string): readonly [string, string] {
  const at = id.lastIndexOf('@');
  return [id.slice(0, at), id.slice(at + 1)];
}
