import { createHash } from 'node:crypto';

/** One entry of a plugin's folder. Paths are relative, with `/`. */
export type TreeEntry =
  | { type: 'file'; path: string; sha256: string; size: number }
  /** Never followed. */
  | { type: 'link'; path: string; target: string }
  | { type: 'unreadable'; path: string };

/**
 * SHA-256 over what a plugin's folder holds, in the order of the paths: the same bytes under the same names
 * give the same digest, whatever version the folder is called.
 */
export function hashTree(entries: readonly TreeEntry[]): string {
  const hash = createHash('sha256');
  for (const entry of [...entries].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    // A length before each text, so that no two trees give the same bytes.
    for (const text of [entry.type, entry.path, contentOf(entry)]) hash.update(`${text.length}:${text}`);
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
