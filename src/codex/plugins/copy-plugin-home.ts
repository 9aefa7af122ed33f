import { constants, existsSync } from 'node:fs';
import { copyFile, cp, mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pluginManifests } from './read-manifest-file.ts';
import { listCache } from './scan-cache.ts';

/**
 * Copies what `codex plugin list` looks at: the configuration, the manifests of the marketplaces, and of each
 * cached plugin its manifest alone. The bytes of the plugins stay where they are.
 */
export async function copyForListing(from: string, to: string): Promise<void> {
  await copyConfig(from, to);
  await copyMarketplaces(from, to, { withGit: false });
  const folders = await listCache(from);
  await Promise.all(
    folders.flatMap(({ path }) =>
      pluginManifests.map((manifest) => copyManifest(from, to, join(path, manifest))),
    ),
  );
}

/** Copies all that an upgrade of marketplaces works on, clones and cached plugins included. */
export async function copyForUpgrade(from: string, to: string): Promise<void> {
  await copyConfig(from, to);
  await copyMarketplaces(from, to, { withGit: true });
  await copyFolder(from, to, join('plugins', 'cache'));
}

async function copyConfig(from: string, to: string): Promise<void> {
  await copyFile(join(from, 'config.toml'), join(to, 'config.toml'), constants.COPYFILE_FICLONE).catch(
    ifThere,
  );
}

async function copyManifest(from: string, to: string, path: string): Promise<void> {
  if (!existsSync(join(from, path))) return;
  await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
  await copyFile(join(from, path), join(to, path));
}

async function copyMarketplaces(from: string, to: string, { withGit }: { withGit: boolean }): Promise<void> {
  const skipped = withGit ? ['.staging'] : ['.staging', '.git'];
  await copyFolder(from, to, join('.tmp', 'marketplaces'), (path) => !skipped.includes(basename(path)));
}

/** Links are copied as links, never followed. */
async function copyFolder(
  from: string,
  to: string,
  path: string,
  filter: (path: string) => boolean = () => true,
): Promise<void> {
  const found = await stat(join(from, path)).catch(() => undefined);
  if (!found?.isDirectory()) return;
  await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
  await cp(join(from, path), join(to, path), {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    verbatimSymlinks: true,
    filter,
  });
}

function ifThere(cause: NodeJS.ErrnoException): void {
  if (cause.code !== 'ENOENT') throw cause;
}
