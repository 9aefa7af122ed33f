import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { LIST, SIGNED_LIST } from './bundle-folder.ts';
import { tarOf } from './tar.ts';

/** Whether a path asks for an archive, and not for a folder. */
export function isArchive(path: string): boolean {
  return /\.(?:tar\.gz|tgz)$/.test(path);
}

/** Packs the files of a folder that its list names into an archive, which is there whole or not at all. */
export async function writeArchive(
  folder: string,
  { path, modified, signal }: { path: string; modified: Date; signal: AbortSignal },
): Promise<void> {
  const archive = `${folder}.part`;
  const prefix = basename(path)
    .replace(/\.(?:tar\.gz|tgz)$/, '')
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, 100);
  try {
    const tar = tarOf({ folder, names: namesIn(folder), prefix, modified });
    const file = createWriteStream(archive, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(tar, createGzip(), file, { signal });
    await rename(archive, path);
  } finally {
    await rm(archive, { force: true });
  }
}

/** The files of a folder, as its list names them. */
async function* namesIn(folder: string): AsyncGenerator<string> {
  yield LIST;
  if (existsSync(join(folder, SIGNED_LIST))) yield SIGNED_LIST;
  const list = await open(join(folder, LIST));
  for await (const line of list.readLines()) yield line.slice(line.indexOf('  ') + 2);
}
