import type { TreeEntry } from './plugin-tree.ts';

/** A file list as text, one entry a line, so that it can be stored, read and compared. */
export function writeTree(entries: readonly TreeEntry[]): string {
  return entries.map((entry) => `${describe(entry)}\n`).join('');
}

/** Reads a file list back; what is no line of one is left out. */
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
