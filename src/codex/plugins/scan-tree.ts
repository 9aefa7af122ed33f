import { createHash, hash } from 'node:crypto';
import { createReadStream, type Dirent, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TreeEntry } from '../../domain/plugins/plugin-tree.ts';

/** Bytes from which on a file is read piece by piece. */
const streamedFrom = 4 * 1024 * 1024;

/** Most entries of one plugin that are looked at; more than that is no plugin. */
const mostEntries = 20_000;

/**
 * Everything in a plugin's folder but its `.git`. Links are noted and never followed, so a loop or a way out
 * leads nowhere.
 *
 * @returns undefined when there is more than anybody could review
 */
export async function scanTree(folder: string): Promise<readonly TreeEntry[] | undefined> {
  const entries: TreeEntry[] = [];
  const folders = [''];
  for (let below = folders.pop(); below !== undefined; below = folders.pop()) {
    const found = entriesOf(join(folder, below));
    if (!found) {
      entries.push({ type: 'unreadable', path: below });
      continue;
    }
    for (const entry of found) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (path === '.git') continue;
      if (entry.isDirectory()) folders.push(path);
      else
        entries.push(
          await describe(folder, path, { isLink: entry.isSymbolicLink(), isFile: entry.isFile() }),
        );
    }
    if (entries.length + folders.length > mostEntries) return undefined;
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function entriesOf(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

async function describe(
  folder: string,
  path: string,
  { isLink, isFile }: { isLink: boolean; isFile: boolean },
): Promise<TreeEntry> {
  const whole = join(folder, path);
  try {
    if (isLink) return { type: 'link', path, target: readlinkSync(whole) };
    // A pipe or a device would keep the reader waiting.
    if (!isFile) return { type: 'unreadable', path };
    return { type: 'file', path, ...(await hashFile(whole)) };
  } catch {
    return { type: 'unreadable', path };
  }
}

/** One file in one piece: thousands of small files are read faster without a stream or a promise each. */
async function hashFile(path: string): Promise<{ sha256: string; size: number }> {
  const { size } = statSync(path);
  if (size > streamedFrom) return hashStream(path);
  const bytes = readFileSync(path);
  return { sha256: hash('sha256', bytes), size: bytes.length };
}

async function hashStream(path: string): Promise<{ sha256: string; size: number }> {
  const digest = createHash('sha256');
  let size = 0;
  await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      digest.update(chunk);
      size += chunk.length;
    }
  });
  return { sha256: digest.digest('hex'), size };
}
