import { createHash, hash } from 'node:crypto';
import { closeSync, type Dirent, readdirSync, readlinkSync, readSync } from 'node:fs';
import type { TreeEntry } from '../../../domain/plugins/inventory/plugin-tree.ts';
import { nameFromBytes } from '../../../domain/plugins/manifest/file-name.ts';
import { type Pauses, pauses } from '../../cli/pauses.ts';
import { kindOf, openRegularFile, whyUnread } from '../../cli/read-regular-file.ts';

/** Bytes that are read at a time; a file that fits is hashed in one step. */
const pieceBytes = 256 * 1024;

const slash = Buffer.from('/');

type ScanOptions = {
  isClone: boolean;
  signal?: AbortSignal | undefined;
  onFile?: ((path: string, bytes: Buffer) => void) | undefined;
};

/**
 * Everything in a plugin's folder, whatever its name, number and size, in the order of the paths. Links are noted and
 * never followed, so a loop or a way out leads nowhere.
 *
 * @param isClone leaves out the `.git` at the top, which the CLI made and which differs from clone to clone
 * @param onFile gets each file that is small, with the bytes that were hashed; they are overwritten afterwards
 * @throws the reason of the signal once it is aborted
 */
export async function scanTree(
  folder: string,
  { isClone, signal, onFile }: ScanOptions,
): Promise<readonly TreeEntry[]> {
  const pause = pauses(signal);
  const root = Buffer.from(folder);
  const entries: TreeEntry[] = [];
  // Names are bytes here: one that is not UTF-8 opens under its bytes alone.
  const folders: Buffer[] = [Buffer.alloc(0)];
  for (let below = folders.pop(); below !== undefined; below = folders.pop()) {
    const found = entriesOf(joinBytes(root, below));
    if ('why' in found) {
      entries.push({ type: 'unreadable', path: nameFromBytes(below), why: found.why });
      continue;
    }
    for (const entry of found.entries) {
      if (isClone && below.length === 0 && entry.name.toString('latin1') === '.git') continue;
      const path = joinBytes(below, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else
        entries.push(
          await describe(joinBytes(root, path), nameFromBytes(path), entry, { pause, signal, onFile }),
        );
      if (pause.isDue()) await pause.take();
    }
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function entriesOf(folder: Buffer): { entries: Dirent<Buffer>[] } | { why: string } {
  try {
    return { entries: readdirSync(folder, { withFileTypes: true, encoding: 'buffer' }) };
  } catch (cause) {
    return { why: whyUnread(cause) };
  }
}

async function describe(
  whole: Buffer,
  path: string,
  entry: Dirent<Buffer>,
  { pause, signal, onFile }: { pause: Pauses } & Omit<ScanOptions, 'isClone'>,
): Promise<TreeEntry> {
  try {
    if (entry.isSymbolicLink())
      return { type: 'link', path, target: nameFromBytes(readlinkSync(whole, { encoding: 'buffer' })) };
    if (!entry.isFile()) return { type: 'unreadable', path, why: `it is ${kindOf(entry)}` };
    return { type: 'file', path, ...(await hashFile(whole, pause, (bytes) => onFile?.(path, bytes))) };
  } catch (cause) {
    if (signal?.aborted) throw cause;
    return { type: 'unreadable', path, why: whyUnread(cause) };
  }
}

const piece = Buffer.allocUnsafe(pieceBytes);

// One buffer serves all: what it has is hashed before anybody else gets a turn.
async function hashFile(
  path: Buffer,
  pause: Pauses,
  onWhole: (bytes: Buffer) => void,
): Promise<{ sha256: string; size: number }> {
  const file = openRegularFile(path, { follow: false });
  try {
    const size = readSync(file, piece);
    if (size < pieceBytes && readSync(file, piece, size, pieceBytes - size, null) === 0) {
      const whole = piece.subarray(0, size);
      onWhole(whole);
      return { sha256: hash('sha256', whole), size };
    }
    return await hashPieces(file, pause);
  } finally {
    closeSync(file);
  }
}

async function hashPieces(file: number, pause: Pauses): Promise<{ sha256: string; size: number }> {
  const digest = createHash('sha256');
  for (let size = 0; ; ) {
    const read = readSync(file, piece, 0, pieceBytes, size);
    if (read === 0) return { sha256: digest.digest('hex'), size };
    digest.update(piece.subarray(0, read));
    size += read;
    if (pause.isDue()) await pause.take();
  }
}

function joinBytes(folder: Buffer, name: Buffer): Buffer {
  return folder.length === 0 ? name : Buffer.concat([folder, slash, name]);
}
