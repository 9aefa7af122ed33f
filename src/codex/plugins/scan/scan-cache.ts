import { type Dirent, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import semver from 'semver';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { CachedPlugin } from '../../../domain/plugins/inventory/join-inventory.ts';
import type { Dialect } from '../../../domain/plugins/manifest/dialect.ts';
import { safeName } from '../../../domain/plugins/manifest/name.ts';
import { readContents } from './read-contents.ts';
import { type KeptFiles, soughtFiles } from './read-manifest-file.ts';
import { scanTree } from './scan-tree.ts';

/** A plugin folder in the cache, before it is read. */
export type CacheFolder = {
  marketplace: string;
  name: string;
  version: string;
  path: string;
  /** The folders in the place of a version, whatever their names; the CLI keeps one. */
  versions: number;
  /** Why it is not proved to be a folder of its own, and the one that is loaded. */
  faults: readonly string[];
};

/**
 * The plugin folders of a cache, `plugins/cache/<marketplace>/<plugin>/<version>`: of several versions the one
 * that the CLI loads. The CLI follows a link in place of a marketplace or a plugin, and none in place of a version.
 */
export function listCache(home: string): readonly CacheFolder[] {
  const cache = join(home, 'plugins', 'cache');
  const found: CacheFolder[] = [];
  for (const outer of foldersIn(cache)) {
    const marketplace = outer.name;
    for (const inner of foldersIn(join(cache, marketplace))) {
      const { name } = inner;
      const folders = foldersIn(join(cache, marketplace, name)).filter((one) => !one.isSymbolicLink());
      const versions = folders.map((one) => one.name).filter(isVersion);
      const version = loadedVersion(versions);
      if (version === undefined) continue;
      const path = `plugins/cache/${marketplace}/${name}/${version}`;
      const faults = [
        ...(outer.isSymbolicLink() ? [describeLink(home, `plugins/cache/${marketplace}`)] : []),
        ...(inner.isSymbolicLink() ? [describeLink(home, `plugins/cache/${marketplace}/${name}`)] : []),
        ...(versions.length > 1
          ? [
              `it has ${versions.length} folders of versions (${versions.map(cleanLine).join(', ')}); the CLI keeps one`,
            ]
          : []),
      ];
      found.push({ marketplace, name, version, path, versions: folders.length, faults });
    }
  }
  return found;
}

/**
 * Reads one plugin of the cache: its bytes, and what its manifest says that it brings.
 *
 * @param isClone whether the CLI cloned it, so that the `.git` at its top is the CLI's own
 * @param memory bytes of files that may still be kept; what is over is read again
 * @returns with it the small files that the CLI looks for, as they were hashed
 */
export async function readCached(
  home: string,
  folder: CacheFolder,
  {
    isClone,
    dialect,
    memory,
    signal,
  }: { isClone: boolean; dialect: Dialect; memory: { left: number }; signal?: AbortSignal | undefined },
): Promise<{ plugin: CachedPlugin; kept: KeptFiles }> {
  const root = join(home, folder.path);
  const kept = new Map<string, Buffer>();
  const onFile = (path: string, bytes: Buffer) => {
    if (!soughtFiles.has(posix.basename(path)) || bytes.length > memory.left) return;
    memory.left -= bytes.length;
    kept.set(path, Buffer.from(bytes));
  };
  const entries = await scanTree(root, { isClone, signal, onFile });
  const id = `${safeName(folder.name)}@${safeName(folder.marketplace)}`;
  const read = readContents({ id, root, entries, isClone, kept }, dialect);
  const plugin = {
    marketplace: safeName(folder.marketplace),
    name: safeName(folder.name),
    version: safeName(folder.version),
    path: folder.path,
    entries,
    ...read,
    faults: [...folder.faults, ...read.faults],
  };
  return { plugin, kept };
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

function describeLink(home: string, path: string): string {
  const target = readlinkSync(join(home, path));
  return cleanLine(`${path} is a symbolic link to ${target}: the CLI loads and upgrades that folder`);
}

/** The folders in a folder and the links to folders, by name; none when it is not there. */
function foldersIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(
        (entry) =>
          entry.isDirectory() ||
          (entry.isSymbolicLink() &&
            statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory()),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
