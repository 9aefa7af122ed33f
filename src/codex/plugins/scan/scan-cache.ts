import { readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import semver from 'semver';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { CachedPlugin } from '../../../domain/plugins/inventory/join-inventory.ts';
import type { Dialect } from '../../../domain/plugins/manifest/dialect.ts';
import { safeName } from '../../../domain/plugins/manifest/name.ts';
import { readContents } from './read-contents.ts';
import { scanTree } from './scan-tree.ts';

/** A plugin folder in the cache, before it is read. */
export type CacheFolder = {
  marketplace: string;
  name: string;
  version: string;
  path: string;
  /** Why it is not proved to be a folder of its own, and the one that is loaded. */
  faults: readonly string[];
};

/**
 * The plugin folders of a cache, `plugins/cache/<marketplace>/<plugin>/<version>`: of several versions the one
 * that the CLI loads. The CLI follows a link in place of a marketplace or a plugin, and none in place of a version.
 */
export async function listCache(home: string): Promise<readonly CacheFolder[]> {
  const cache = join(home, 'plugins', 'cache');
  const found: CacheFolder[] = [];
  for (const marketplace of await foldersIn(cache)) {
    for (const name of await foldersIn(join(cache, marketplace))) {
      const versions = (await foldersIn(join(cache, marketplace, name), { links: false })).filter(isVersion);
      const version = loadedVersion(versions);
      if (version === undefined) continue;
      const path = `plugins/cache/${marketplace}/${name}/${version}`;
      const faults = [
        ...(await linksAt(home, [`plugins/cache/${marketplace}`, `plugins/cache/${marketplace}/${name}`])),
        ...(versions.length > 1
          ? [
              `it has ${versions.length} folders of versions (${versions.map(cleanLine).join(', ')}); the CLI keeps one`,
            ]
          : []),
      ];
      found.push({ marketplace, name, version, path, faults });
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
  const read = readContents({ id, root, entries, isClone }, dialect);
  return {
    marketplace: safeName(folder.marketplace),
    name: safeName(folder.name),
    version: safeName(folder.version),
    path: folder.path,
    entries,
    ...read,
    faults: [...folder.faults, ...read.faults],
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

/** The names that the CLI takes for a version; it loads nothing of another folder. */
function isVersion(name: string): boolean {
  return /^[\w.+-]+$/.test(name) && name !== '.' && name !== '..';
}

/** Which of these paths are links, in words. */
async function linksAt(home: string, paths: readonly string[]): Promise<readonly string[]> {
  const targets = await Promise.all(paths.map((path) => readlink(join(home, path)).catch(() => undefined)));
  return paths.flatMap((path, n) => {
    const target = targets[n];
    return target === undefined
      ? []
      : [cleanLine(`${path} is a symbolic link to ${target}: the CLI loads and upgrades what is there`)];
  });
}

/** Names of the folders in a folder, with links to folders unless they do not count; none when it is not there. */
async function foldersIn(folder: string, { links } = { links: true }): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const isFolder = await Promise.all(
    entries.map(async (entry) => {
      if (!entry.isSymbolicLink()) return entry.isDirectory();
      if (!links) return false;
      const found = await stat(join(folder, entry.name)).catch(() => undefined);
      return found?.isDirectory() ?? false;
    }),
  );
  return entries
    .filter((_, n) => isFolder[n])
    .map(({ name }) => name)
    .sort();
}
