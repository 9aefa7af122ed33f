import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { copyRegularFile, copyTree, refuseLink } from '../cli/copy-tree.ts';
import { copyNamedFiles } from '../config/team-copy.ts';
import { curatedFolder, curatedRevision } from './read-marketplaces.ts';
import { marketplaceManifests, pluginManifests, readInside } from './scan/read-manifest-file.ts';
import { listCache } from './scan/scan-cache.ts';

const marketplaceFolder = join('.tmp', 'marketplaces');

/** The files of a marketplace that the CLI opens to list it, wherever they are: seen by tracing its system calls. */
const listedFiles = [
  ...new Set([...marketplaceManifests, ...pluginManifests].map((path) => posix.basename(path))),
];

/**
 * Copies what `codex plugin list` looks at: the configuration, the manifests of the marketplaces and of their plugins,
 * and of each cached plugin its manifest alone. The bytes of the plugins stay where they are.
 */
export async function copyForListing(from: string, to: string): Promise<void> {
  await copyConfig(from, to);
  await copyMarketplaces(from, to, { leftOut: ['.staging', '.git'], only: listedFiles });
  const folders = listCache(from);
  await Promise.all(
    folders.flatMap(({ path }) =>
      pluginManifests.map((manifest) => copyManifest(from, to, join(path, manifest))),
    ),
  );
}

/**
 * Copies all that an upgrade of marketplaces works on, clones and cached plugins included.
 *
 * @throws WorkError for a link in the cache that leads out of it, or one in place of a clone: an upgrade of the real
 *   home would write through it
 */
export async function copyForUpgrade(from: string, to: string): Promise<void> {
  const clones = join(from, marketplaceFolder);
  for (const entry of await readdir(clones, { withFileTypes: true }).catch(() => []))
    if (entry.isSymbolicLink()) refuseLink(join(clones, entry.name));
  await copyConfig(from, to);
  await copyMarketplaces(from, to, { leftOut: ['.staging'] });
  const cache = join('plugins', 'cache');
  await copyTree(join(from, cache), join(to, cache), { linksOut: 'refuse' });
}

/** Without a file that it names the CLI reads no configuration at all. */
async function copyConfig(from: string, to: string): Promise<void> {
  const [source, target] = [join(from, 'config.toml'), join(to, 'config.toml')];
  copyRegularFile(source, target);
  await copyNamedFiles(source, target);
}

async function copyManifest(from: string, to: string, path: string): Promise<void> {
  const file = readInside(from, path);
  if (!file || 'fault' in file) return;
  await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
  copyRegularFile(join(from, path), join(to, path));
}

async function copyMarketplaces(
  from: string,
  to: string,
  options: { leftOut: readonly string[]; only?: readonly string[] },
): Promise<void> {
  for (const folder of [marketplaceFolder, curatedFolder])
    await copyTree(join(from, folder), join(to, folder), options);
  await mkdir(join(to, '.tmp'), { recursive: true, mode: 0o700 });
  copyRegularFile(join(from, curatedRevision), join(to, curatedRevision));
}
