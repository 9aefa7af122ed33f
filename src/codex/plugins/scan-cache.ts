import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import semver from 'semver';
import type { Contents } from '../../domain/plugins/inventory.ts';
import type { CachedPlugin } from '../../domain/plugins/join-inventory.ts';
import { staysInside } from '../../domain/plugins/manifest.ts';
import { safeName } from '../../domain/plugins/name.ts';
import {
  type PluginManifest,
  pluginManifestShape,
  readApps,
  readHooks,
  readMcpServers,
} from '../../domain/plugins/plugin-contents.ts';
import { pluginManifests, readFirst, readInside } from './read-manifest-file.ts';
import { scanTree } from './scan-tree.ts';

/** A plugin folder in the cache, before it is read. */
export type CacheFolder = { marketplace: string; name: string; version: string; path: string };

/**
 * The plugin folders of a cache, `plugins/cache/<marketplace>/<plugin>/<version>`: of several versions the one
 * that the CLI loads (facts/codex-plugins-sandbox-policy.md §1.4).
 */
export async function listCache(home: string): Promise<readonly CacheFolder[]> {
  const cache = join(home, 'plugins', 'cache');
  const found: CacheFolder[] = [];
  for (const marketplace of await foldersIn(cache)) {
    for (const name of await foldersIn(join(cache, marketplace))) {
      const version = loadedVersion(await foldersIn(join(cache, marketplace, name)));
      if (version === undefined) continue;
      const path = `plugins/cache/${marketplace}/${name}/${version}`;
      found.push({ marketplace, name, version, path });
    }
  }
  return found;
}

/** Reads one plugin of the cache: its bytes, and what its manifest says that it brings. */
export async function readCached(
  home: string,
  folder: CacheFolder,
  signal?: AbortSignal,
): Promise<CachedPlugin> {
  const root = join(home, folder.path);
  const [entries, { contents, faults }] = await Promise.all([scanTree(root, signal), readContents(root)]);
  return {
    marketplace: safeName(folder.marketplace),
    name: safeName(folder.name),
    version: safeName(folder.version),
    path: folder.path,
    entries,
    contents,
    faults,
  };
}

const nothing: Contents = { skills: [], mcpServers: [], hooks: [], apps: [] };

async function readContents(root: string): Promise<{ contents: Contents; faults: readonly string[] }> {
  const file = readFirst(root, pluginManifests);
  if (!file) return { contents: nothing, faults: ['it has no plugin.json'] };
  if ('fault' in file) return { contents: nothing, faults: [`${file.path}: ${file.fault}`] };
  const manifest = parseManifest(file.text);
  if (!manifest) return { contents: nothing, faults: [`${file.path} is no plugin manifest`] };
  const faults: string[] = [];
  const part = (value: string | object | undefined, usual: string) => readPart(root, value ?? usual, faults);
  const contents = {
    skills: await readSkills(root, manifest.skills ?? './skills/', faults),
    mcpServers: readMcpServers(await part(manifest.mcpServers, './.mcp.json')),
    hooks: readHooks(await part(manifest.hooks, './hooks/hooks.json')),
    apps: readApps(await part(manifest.apps, './.app.json')),
  };
  return { contents, faults };
}

function parseManifest(text: string): PluginManifest | undefined {
  return pluginManifestShape.safeParse(parseJson(text)).data;
}

/** A part of a manifest: given in place, or a file of JSON below the plugin. */
async function readPart(root: string, value: string | object, faults: string[]): Promise<unknown> {
  if (typeof value !== 'string') return value;
  if (!staysInside(value)) {
    faults.push(`the path ${safeName(value)} leads out of the plugin`);
    return {};
  }
  const file = readInside(root, value);
  if (!file) return {};
  if ('fault' in file) {
    faults.push(`${safeName(value)}: ${file.fault}`);
    return {};
  }
  const parsed = parseJson(file.text);
  if (parsed === undefined) faults.push(`${safeName(value)} is not JSON`);
  return parsed ?? {};
}

async function readSkills(root: string, path: string, faults: string[]): Promise<string[]> {
  if (!staysInside(path)) {
    faults.push(`the path ${safeName(path)} leads out of the plugin`);
    return [];
  }
  const names = await foldersIn(join(root, path));
  return names.filter((name) => existsSync(join(root, path, name, 'SKILL.md'))).map(safeName);
}

/** A folder named `local` wins, else the highest version. */
function loadedVersion(versions: readonly string[]): string | undefined {
  if (versions.includes('local')) return 'local';
  return [...versions].sort((a, b) => compareVersions(b, a))[0];
}

function compareVersions(a: string, b: string): number {
  if (semver.valid(a) && semver.valid(b)) return semver.compare(a, b);
  return a < b ? -1 : 1;
}

/** Names of the folders in a folder, links left out; none when it is not there. */
async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
