import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { TreeEntry } from '../../domain/plugins/inventory/plugin-tree.ts';
import { copyRegularFile, leadsInside } from '../cli/copy-tree.ts';
import { type KeptFiles, pluginManifests, readFirst, soughtFiles } from './scan/read-manifest-file.ts';
import type { CacheFolder } from './scan/scan-cache.ts';

/** A plugin of the cache with the entries of its folder, and what was kept of them when they were hashed. */
export type LoadedPlugin = {
  id: string;
  folder: CacheFolder;
  entries: readonly TreeEntry[];
  kept: KeptFiles;
};

/** Largest file that is copied; the CLI itself reads larger ones, so without one nothing is proved. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Copies of each plugin what the CLI reads to load it: what has a name that it looks for, and every file that
 * any text in the manifest names, where possible the very bytes that were hashed. Scripts and data stay where
 * they are. Nothing but plain files and links is
 * made, so nothing that the CLI writes reaches the person's home.
 *
 * @returns why a plugin is not there in full, by its id
 */
export function copyForLoading(
  from: string,
  to: string,
  plugins: readonly LoadedPlugin[],
): ReadonlyMap<string, string> {
  const missing = new Map<string, string>();
  for (const { id, folder, entries, kept } of plugins) {
    if (folder.versions > 1) missing.set(id, 'several versions of it are cached');
    const root = join(from, folder.path);
    const made = new Set<string>();
    const named = namesIn(root, kept);
    for (const entry of entries) {
      if (!isNeeded(entry, named)) continue;
      const target = join(to, folder.path, entry.path);
      const why = copyEntry(join(root, entry.path), target, { entry, made, bytes: kept.get(entry.path) });
      if (why !== undefined) missing.set(id, `${entry.path}: ${why}`);
    }
  }
  return missing;
}

/** A marketplace beside the copied plugins that offers one of them, so that the CLI can be asked about it. */
export function writeMarketplace(home: string, { marketplace, name, version }: CacheFolder): string {
  const root = join(home, 'plugins', 'cache', marketplace);
  const file = join(root, '.agents', 'plugins', 'marketplace.json');
  const plugins = [{ name, source: `./${name}/${version}` }];
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // A new file each time: ext4 writes to the disk at once what takes the place of a file that was emptied.
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify({ name: marketplace, plugins }), { mode: 0o600 });
  return file;
}

/** Every text of the manifest that may be a path below the plugin, however the CLI takes it. */
function namesIn(root: string, kept: KeptFiles): ReadonlySet<string> {
  const manifest = readFirst(root, pluginManifests, kept);
  if (!manifest || 'fault' in manifest) return new Set();
  const literals = manifest.text.matchAll(/"(?:[^"\\]|\\.)*"/g);
  return new Set([...literals].map(([literal]) => posix.normalize(unquote(literal))));
}

function unquote(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}

function isNeeded(entry: TreeEntry, named: ReadonlySet<string>): boolean {
  if (entry.type === 'link') return true;
  const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
  return soughtFiles.has(name) || named.has(entry.path);
}

function copyEntry(
  source: string,
  target: string,
  { entry, made, bytes }: { entry: TreeEntry; made: Set<string>; bytes: Buffer | undefined },
): string | undefined {
  if (entry.type === 'unreadable') return entry.why;
  if (entry.type === 'file' && entry.size > mostBytes) return `it has ${entry.size} bytes`;
  const folder = dirname(target);
  try {
    if (!made.has(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    made.add(folder);
    if (entry.type === 'link') {
      if (!leadsInside(entry.target, entry.path.split('/').length - 1))
        return 'it is a link that leads out of the plugin';
      symlinkSync(entry.target, target);
    } else if (bytes) writeFileSync(target, bytes, { mode: 0o600 });
    else if (!copyRegularFile(source, target)) return 'it is gone';
    return undefined;
  } catch (cause) {
    return (cause as Error).message;
  }
}
