import { createHash } from 'node:crypto';
import { nameToBytes } from '../manifest/file-name.ts';

/** One entry of a plugin's folder. Paths are relative, with `/`; see `nameFromBytes` for odd names. */
export type TreeEntry =
  | { type: 'file'; path: string; sha256: string; size: number }
  /** Never followed. */
  | { type: 'link'; path: string; target: string }
  /** A file, folder, pipe or device whose bytes were not read, and why. */
  | { type: 'unreadable'; path: string; why: string };

/** The digest of a plugin's folder, and its entries where they are known. */
export type Tree = { treeSha256: string; entries?: readonly TreeEntry[] | undefined };

const form2 = '2:';
const unread = 'unread:';

/** What the first form gave for a folder of more than 20,000 files, as for an empty one. */
const digestOfNothing = () => createHash('sha256').digest('hex');

/**
 * Digest of a plugin's folder: the same bytes under the same names give the same digest, whatever version the
 * folder is called. It names its form: `2:` and a SHA-256, or `unread:` and one when something could not be
 * read, which is never the same as anything. The first form was a SHA-256 alone; it left out names that are
 * not UTF-8, the `.git` of the plugin, and every file of a folder with more than 20,000.
 */
export function hashTree(entries: readonly TreeEntry[]): string {
  const sha256 = hashEntries(entries, (text) => nameToBytes(text));
  return `${entries.some(({ type }) => type === 'unreadable') ? unread : form2}${sha256}`;
}

/**
 * How one digest compares with another. `unread`: files of one could not be read, so nothing is proved.
 * `older form`: one was recorded in the first form, which left out files that the other has.
 */
export function compareTrees(one: Tree, other: Tree): 'same' | 'changed' | 'unread' | 'older form' {
  const digests = [one.treeSha256, other.treeSha256];
  if (digests.some((digest) => digest.startsWith(unread))) return 'unread';
  if (digests.includes(digestOfNothing())) return 'older form';
  if (one.treeSha256 === other.treeSha256) return 'same';
  const [old, now] = one.treeSha256.startsWith(form2) ? [other, one] : [one, other];
  if (old.treeSha256.startsWith(form2) || !now.treeSha256.startsWith(form2)) return 'changed';
  if (!now.entries || now.entries.some(({ path }) => !path.isWellFormed())) return 'older form';
  const outsideGit = now.entries.filter(({ path }) => path !== '.git' && !path.startsWith('.git/'));
  if (hashEntries(outsideGit, (text) => text) !== old.treeSha256) return 'changed';
  return outsideGit.length === now.entries.length ? 'same' : 'older form';
}

// The first form counted the letters of a text, this one counts its bytes.
function hashEntries(entries: readonly TreeEntry[], encode: (text: string) => string | Buffer): string {
  const hash = createHash('sha256');
  for (const entry of [...entries].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    // A length before each text, so that no two trees give the same bytes.
    for (const text of [entry.type, entry.path, contentOf(entry)].map(encode))
      hash.update(`${text.length}:`).update(text);
  }
  return hash.digest('hex');
}

function contentOf(entry: TreeEntry): string {
  switch (entry.type) {
    case 'file':
      return entry.sha256;
    case 'link':
      return entry.target;
    case 'unreadable':
      return '';
  }
}

/** A file list as text, one entry a line, so that it can be stored, read and compared. */
export function writeTree(entries: readonly TreeEntry[]): string {
  return entries.map((entry) => `${describe(entry)}\n`).join('');
}

/** Reads a file list back; what is not a line of one is left out. */
export function readTree(text: string): readonly TreeEntry[] {
  return text.split('\n').flatMap((line): TreeEntry[] => {
    const [type, first = '', second = '', third = ''] = line.split('\t');
    if (type === 'file') return [{ type, sha256: first, size: Number(second), path: unquote(third) }];
    if (type === 'link') return [{ type, path: unquote(first), target: unquote(second) }];
    return type === 'unreadable' ? [{ type, path: unquote(first), why: unquote(second) }] : [];
  });
}

// A name may have any character, a tab and a line end included.
function describe(entry: TreeEntry): string {
  const path = JSON.stringify(entry.path);
  switch (entry.type) {
    case 'file':
      return ['file', entry.sha256, entry.size, path].join('\t');
    case 'link':
      return ['link', path, JSON.stringify(entry.target)].join('\t');
    case 'unreadable':
      return ['unreadable', path, JSON.stringify(entry.why)].join('\t');
  }
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
