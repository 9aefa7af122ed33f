import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  type Dirent,
  fstatSync,
  mkdirSync,
  type PathLike,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { WorkError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { pauses } from './pauses.ts';
import { isMissing, openRegularFile, whyUnread } from './read-regular-file.ts';

const slash = Buffer.from('/');

/**
 * Copies a folder, by reference where the file system can. Links that stay inside are copied as links and never
 * followed; pipes, sockets, devices and what cannot be read are left out, as by the CLI when it installs a plugin.
 * Everything in the copy can be written by its owner. Nothing happens when the folder is not there.
 *
 * @param leftOut names of files and folders that are left out wherever they are
 * @param only names of the files that are copied, in lower case; all when undefined
 * @param linksOut what becomes of a link that leads out of the folder, through which a program could write to the
 *   original: `leave out`, `refuse` the whole copy, or `copy file`, the file that it leads to in its place
 * @throws WorkError for a link that is refused; the reason of the signal once it is aborted
 */
export async function copyTree(
  from: string,
  to: string,
  {
    leftOut = [],
    only,
    linksOut = 'leave out',
    signal,
  }: {
    leftOut?: readonly string[];
    only?: readonly string[];
    linksOut?: 'leave out' | 'refuse' | 'copy file';
    signal?: AbortSignal | undefined;
  } = {},
): Promise<void> {
  const pause = pauses(signal);
  // Names are bytes here: one that is not UTF-8 opens under its bytes alone.
  const folders = [{ from: Buffer.from(from), to: Buffer.from(to), depth: 0 }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = entriesOf(folder.from);
    if (!entries) continue;
    mkdirSync(folder.to, { recursive: true, mode: 0o700 });
    for (const entry of entries) {
      const name = entry.name.toString('latin1');
      if (leftOut.includes(name)) continue;
      if (entry.isFile() && only && !only.includes(name.toLowerCase())) continue;
      const [source, target] = [folder.from, folder.to].map((path) =>
        Buffer.concat([path, slash, entry.name]),
      );
      if (!source || !target) continue;
      if (entry.isDirectory()) folders.push({ from: source, to: target, depth: folder.depth + 1 });
      else if (!entry.isSymbolicLink() || staysInside(source, folder.depth)) copyEntry(entry, source, target);
      else if (linksOut === 'refuse') refuseLink(source);
      else if (linksOut === 'copy file') copyReadable(source, target, { follow: true });
      if (pause.isDue()) await pause.take();
    }
  }
}

/**
 * Copies one file, following links; false when it is not there.
 *
 * @throws WorkError when it is not a regular file, or cannot be read
 */
export function copyRegularFile(from: string, to: string): boolean {
  try {
    copyOpened(from, to, { follow: true });
    return true;
  } catch (cause) {
    if (isMissing(cause)) return false;
    throw new WorkError(`${from}: cannot be read: ${whyUnread(cause)}`, undefined, cause);
  }
}

function entriesOf(folder: Buffer): Dirent<Buffer>[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch {
    return undefined;
  }
}

function copyEntry(entry: Dirent<Buffer>, from: Buffer, to: Buffer): void {
  if (entry.isSymbolicLink()) symlinkSync(readlinkSync(from, { encoding: 'buffer' }), to);
  if (entry.isFile()) copyReadable(from, to, { follow: false });
}

function copyReadable(from: Buffer, to: Buffer, options: { follow: boolean }): void {
  try {
    copyOpened(from, to, options);
  } catch (cause) {
    if (!isUnreadable(cause)) throw cause;
  }
}

/**
 * Whether a link stays inside of the copied folder, from `depth` folders below it. A `..` after a name counts
 * as a way out: the name may be a link itself.
 */
export function leadsInside(target: string, depth: number): boolean {
  if (target.startsWith('/')) return false;
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  const ups = parts.findIndex((part) => part !== '..');
  const first = ups === -1 ? parts.length : ups;
  return first <= depth && !parts.slice(first).includes('..');
}

function staysInside(link: Buffer, depth: number): boolean {
  return leadsInside(readlinkSync(link, { encoding: 'buffer' }).toString('latin1'), depth);
}

/** @throws WorkError that names the link and where it leads */
export function refuseLink(link: string | Buffer): never {
  throw new WorkError(
    `${cleanLine(link.toString())}: a symbolic link that leads to ${cleanLine(readlinkSync(link))}, out of the folder that is copied: the CLI would write through it to the original`,
    'Replace the link by a folder of its own, or remove it.',
  );
}

/** Up to this many bytes a copy is several times cheaper than a reference. */
const smallBytes = 64 * 1024;

function copyOpened(from: PathLike, to: PathLike, { follow }: { follow: boolean }): void {
  const file = openRegularFile(from, { follow });
  try {
    const { mode, size } = fstatSync(file);
    if (size <= smallBytes) {
      writeFileSync(to, readFileSync(file), { mode: mode | 0o600 });
      return;
    }
    // The path of the open file, so that it cannot be replaced by a pipe; only on Linux can it be cloned.
    const source = process.platform === 'linux' ? `/proc/self/fd/${file}` : from;
    copyFileSync(source, to, constants.COPYFILE_FICLONE);
    if ((mode & 0o600) !== 0o600) chmodSync(to, mode | 0o600);
  } finally {
    closeSync(file);
  }
}

function isUnreadable(cause: unknown): boolean {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  return code === undefined || syscall === 'open' || isMissing(cause);
}
