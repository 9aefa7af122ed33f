import { lstatSync, readdirSync, realpathSync, type Stats } from 'node:fs';
import { join, sep } from 'node:path';
import { isMissing, kindOf, whyUnread } from '../cli/read-regular-file.ts';

/** A session file of a CODEX_HOME, as it is there. */
export type FoundFile = {
  path: string;
  /** Without folder and `.zst`: it stays when a session is archived or compressed. */
  name: string;
  packed: boolean;
  /** Bytes of the file as it is there. */
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
  const folder = below === '' ? root : `${root}${sep}${below}`;
  let names: readonly string[];
  try {
    // With their types they take twice as long, and each file is asked for its size anyway.
    names = readdirSync(folder);
  } catch (cause) {
    if (!isMissing(cause)) into.unread.push({ path: folder, reason: whyUnread(cause) });
    return;
  }
  for (const name of names) {
    // To join them takes longer than to read the folder.
    const path = `${folder}${sep}${name}`;
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (!stats) continue;
      if (!stats.isDirectory()) addFile(name, stats, { path, below }, into);
      else if (depth < deepest) walk(root, join(below, name), into, depth + 1);
      else into.unread.push({ path, reason: 'it is too deep in folders' });
    } catch (cause) {
      into.unread.push({ path, reason: whyUnread(cause) });
    }
  }
}

function addFile(
  name: string,
  stats: Stats,
  { path, below }: { path: string; below: string },
  { files, unread }: { files: FoundFile[]; unread: UnreadFile[] },
): void {
  const packed = name.endsWith('.jsonl.zst');
  if (!packed && !name.endsWith('.jsonl')) return;
  if (!stats.isFile()) {
    unread.push({ path, reason: stats.isSymbolicLink() ? 'it is a link' : `it is ${kindOf(stats)}` });
    return;
  }
  const plain = packed ? name.slice(0, -'.zst'.length) : name;
  files.push({
    path,
    name: plain.startsWith('rollout-') ? plain : join(below, plain),
    packed,
    size: stats.size,
    mtimeMs: Math.trunc(stats.mtimeMs),
  });
}
