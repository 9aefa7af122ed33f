import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { ReadMarketplace } from '../../domain/plugins/inventory/join-inventory.ts';
import { type MarketplaceManifest, readMarketplaceManifest } from '../../domain/plugins/manifest/manifest.ts';
import type { ConfiguredMarketplace } from './read-plugin-config.ts';
import { marketplaceManifests, readFirst, readInside } from './scan/read-manifest-file.ts';

/** Where the CLI keeps the marketplace that it brings, below CODEX_HOME, and the revision that it is at. */
export const curatedFolder = join('.tmp', 'plugins');
export const curatedRevision = join('.tmp', 'plugins.sha');

/** What the CLI calls it; no other marketplace may have that name. */
const curatedName = 'openai-curated';

const installed = z.looseObject({ revision: z.string().optional(), ref_name: z.string().nullish() });

/**
 * Reads the configured marketplaces, the one of the person's home and the one that the CLI brings. A git marketplace is below
 * CODEX_HOME, a local one where its source says.
 */
export async function readMarketplaces(
  configured: readonly ConfiguredMarketplace[],
  { codexHome, home }: { codexHome: string; home: string | undefined },
): Promise<readonly ReadMarketplace[]> {
  const read = await Promise.all(configured.map((one) => readConfigured(one, codexHome)));
  const own = home === undefined ? undefined : await readHome(home);
  const curated = await readCurated(codexHome);
  return [...read, ...(own ? [own] : []), ...(curated ? [curated] : [])];
}

async function readConfigured(
  { name, sourceType, source, fetchedFrom, ref, folders, lastRevision }: ConfiguredMarketplace,
  codexHome: string,
): Promise<ReadMarketplace> {
  const clone = join(codexHome, '.tmp', 'marketplaces', name);
  const root = sourceType === 'git' ? clone : source;
  const metadata = sourceType === 'git' ? await readInstalled(clone) : undefined;
  return {
    name,
    sourceType,
    source,
    ...resolveSource(fetchedFrom),
    ref: ref ?? metadata?.ref_name ?? null,
    folders: [...folders],
    revision: sourceType === 'git' ? ((await readHead(clone)) ?? metadata?.revision ?? lastRevision) : null,
    root,
    manifest: root === null ? { broken: 'config.toml names no source' } : await readManifest(root),
  };
}

/** Where a source that is a path on this machine leads to, links followed; nothing for anything else. */
function resolveSource(source: string | null): { resolved?: string } {
  const path = source?.startsWith('file://') ? pathOf(source) : source;
  if (!path?.startsWith('/')) return {};
  try {
    return { resolved: cleanLine(realpathSync.native(path)) };
  } catch {
    return {};
  }
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

async function readHome(home: string): Promise<ReadMarketplace | undefined> {
  const manifest = await readManifest(home);
  if ('broken' in manifest) return undefined;
  return {
    name: manifest.name,
    sourceType: 'home',
    source: null,
    ref: null,
    folders: [],
    revision: null,
    root: home,
    manifest,
  };
}

async function readCurated(codexHome: string): Promise<ReadMarketplace | undefined> {
  const root = join(codexHome, curatedFolder);
  if (!readFirst(root, marketplaceManifests)) return undefined;
  return {
    name: curatedName,
    sourceType: 'curated',
    source: null,
    ref: null,
    folders: [],
    revision: revisionIn(await readText(codexHome, curatedRevision)) ?? null,
    root,
    manifest: await readManifest(root),
  };
}

async function readManifest(root: string): Promise<MarketplaceManifest | { broken: string }> {
  const file = readFirst(root, marketplaceManifests);
  if (!file) return { broken: 'it has no marketplace.json' };
  if ('fault' in file) return { broken: `${file.path}: ${file.fault}` };
  try {
    return readMarketplaceManifest(file.text);
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    return { broken: `${file.path}: ${cleanLine(why).slice(0, 200)}` };
  }
}

/** What the CLI noted of the clone, where it did (docs/codex-facts.md, "Plugin files"). */
async function readInstalled(clone: string): Promise<z.output<typeof installed> | undefined> {
  const file = readInside(clone, '.codex-marketplace-install.json');
  if (!file || 'fault' in file) return undefined;
  try {
    return installed.safeParse(JSON.parse(file.text)).data;
  } catch {
    return undefined;
  }
}

/** The revision that the clone is at, read from its files: git is not needed, and no hook of the clone can run. */
async function readHead(clone: string): Promise<string | undefined> {
  const head = await readText(clone, '.git/HEAD');
  const ref = /^ref: (refs\/\S+)\s*$/.exec(head ?? '')?.[1];
  if (ref === undefined) return revisionIn(head);
  const loose = revisionIn(await readText(clone, `.git/${ref}`));
  if (loose !== undefined) return loose;
  const packed = (await readText(clone, '.git/packed-refs')) ?? '';
  return revisionIn(packed.split('\n').find((line) => line.endsWith(` ${ref}`)));
}

async function readText(folder: string, path: string): Promise<string | undefined> {
  const file = readInside(folder, path);
  return file && 'text' in file ? file.text : undefined;
}

function revisionIn(text: string | undefined): string | undefined {
  return /^[0-9a-f]{40,64}/.exec(text ?? '')?.[0];
}
