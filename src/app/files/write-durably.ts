import { randomUUID } from 'node:crypto';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** How a file is written: with which permissions, and what becomes of one that is there already. */
type Manner = { mode: number; existing: 'replace' | 'keep' };

/** Writes a file so that it is there as a whole or not at all, a loss of power included. */
export async function writeDurably(path: string, text: string, { mode, existing }: Manner): Promise<void> {
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.${randomUUID()}`);
  try {
    await using(await open(draft, 'wx', mode), async (file) => {
      await file.writeFile(text);
      await file.sync();
    });
    if (existing === 'replace') await rename(draft, path);
    // Unlike a rename, a link never takes the place of a file that another process has just made.
    else await link(draft, path).catch(unlessThere);
  } finally {
    await rm(draft, { force: true });
  }
  await using(await open(folder, 'r'), (file) => file.sync());
}

async function using(file: FileHandle, work: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

function unlessThere(cause: NodeJS.ErrnoException): void {
  if (cause.code !== 'EEXIST') throw cause;
}
