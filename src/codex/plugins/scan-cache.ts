import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import semver from 'semver';
import type { Dialect } from '../../domain/plugins/dialect.ts';
import type { CachedPlugin } from '../../domain/plugins/join-inventory.ts';
import { safeName } from '../../domain/plugins/name.ts';
import { readContents } from './read-contents.ts';
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

/**
 * Reads one plugin of the cache: its bytes, and what its manifest says that it brings.
 *
 * @param isClone whether the CLI cloned it, so that the `.git` at its top is the CLI's own
 */
export async function readCached(
  home: string,
  folder: CacheFolder,
  { isClone, dialect, signal }: { isClone: boolean; dialect: Dialect; signal?: AbortSignal | undefined },
): Promise<CachedPlugin> {
  const root = join(home, folder.path);
  const entries = await scanTree(root, { isClone, signal });
  const id = `${safeName(folder.name)}@${safeName(folder.marketplace)}`;
  return {
    marketplace: safeName(folder.marketplace),
    name: safeName(folder.name),
    version: safeName(folder.version),
    path: folder.path,
    entries,
    ...readContents({ id, root, entries, isClone }, dialect),
  };
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
