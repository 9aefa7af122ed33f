import { type Dirent, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing, kindOf, whyUnread } from '../cli/read-regular-file.ts';

/** A session file of a CODEX_HOME, as it lies there. */
export type FoundFile = {
  path: string;
  /** Without folder and `.zst`: it stays when a session is archived or compressed. */
  name: string;
  packed: boolean;
  /** Bytes of the file as it lies there. */
  size: number;
  mtimeMs: number;
};

/** What stands where session files are expected and cannot be read as one. */
export type UnreadFile = { path: string; reason: string };

/** Folders of session files, the one whose copy is newer first. */
const folders = ['sessions', 'archived_sessions'];

// The CLI nests by year, month and day.
const deepest = 8;

/**
 * Finds the session files of a CODEX_HOME. Of the copies of one file the first counts: not archived before archived,
 * then not compressed before compressed, as the CLI has it. Links are not followed below `sessions`.
 */
export function findSessionFiles(home: string): {
  files: readonly FoundFile[];
  unread: readonly UnreadFile[];
} {
  const found = new Map<string, FoundFile>();
  const unread: UnreadFile[] = [];
  for (const folder of folders) {
    const here: FoundFile[] = [];
    walk(rootOf(join(home, folder)), '', { files: here, unread }, 0);
    for (const file of here) {
      const known = found.get(file.name);
      if (!known || (known.packed && !file.packed && isOf(here, known))) found.set(file.name, file);
    }
  }
  return { files: [...found.values()], unread };
}

const isOf = (files: readonly FoundFile[], file: FoundFile): boolean => files.includes(file);

/** The folder itself may be a link to another disk. */
function rootOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function walk(
  root: string,
  below: string,
  into: { files: FoundFile[]; unread: UnreadFile[] },
  depth: number,
): void {
  const folder = join(root, below);
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    if (!isMissing(cause)) into.unread.push({ path: folder, reason: whyUnread(cause) });
    return;
  }
  for (const entry of entries) {
    // To join them takes longer than to read the folder.
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (depth < deepest) walk(root, join(below, entry.name), into, depth + 1);
      else into.unread.push({ path, reason: 'it is too deep in folders' });
    } else if (/\.jsonl(?:\.zst)?$/.test(entry.name)) addFile(entry, path, below, into);
  }
}

function addFile(
  entry: Dirent,
  path: string,
  below: string,
  { files, unread }: { files: FoundFile[]; unread: UnreadFile[] },
): void {
  if (!entry.isFile()) {
    unread.push({ path, reason: entry.isSymbolicLink() ? 'it is a link' : `it is ${kindOf(entry)}` });
    return;
  }
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats) return;
    const { size, mtimeMs } = stats;
    const packed = entry.name.endsWith('.zst');
    const plain = packed ? entry.name.slice(0, -'.zst'.length) : entry.name;
    const name = plain.startsWith('rollout-') ? plain : join(below, plain);
    files.push({ path, name, packed, size, mtimeMs: Math.trunc(mtimeMs) });
  } catch (cause) {
    unread.push({ path, reason: whyUnread(cause) });
  }
}
