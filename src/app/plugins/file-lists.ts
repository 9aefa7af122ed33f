import type { EventBody } from '../../domain/history/entry/event.ts';
import type { Inventory } from '../../domain/plugins/inventory/inventory.ts';
import type { TreeEntry } from '../../domain/plugins/inventory/plugin-tree.ts';
import { readTree, writeTree } from '../../domain/plugins/inventory/plugin-tree.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import { type Blob, MAX_BLOB_BYTES, toBlob, toEvidence } from '../../store/log/blob.ts';

type FileLists = EventBody<'plugins.snapshot-taken'>['files'];

/** The file list of every tree of an inventory, as an entry names them, with the texts to store. */
export function writeLists({ plugins }: Inventory): { files: FileLists; blobs: readonly Blob[] } {
  const trees = new Map(
    plugins.flatMap(({ id, cached }) => (cached ? [[cached.treeSha256, { id, ...cached }]] : [])),
  );
  const kept = [...trees].flatMap(([tree_sha256, { id, entries }]) =>
    inPieces(writeTree(entries)).map((text) => ({
      tree_sha256,
      label: `files of ${id}`,
      blob: toBlob(text),
    })),
  );
  return {
    files: kept.map(({ tree_sha256, label, blob }) => ({ tree_sha256, text: toEvidence(label, blob) })),
    blobs: kept.map(({ blob }) => blob),
  };
}

/** The file list of each tree, from its pieces; none of a tree whose list was cut, as in old records. */
export async function readLists(
  store: Pick<ReadStore, 'blob'>,
  pieces: FileLists,
): Promise<ReadonlyMap<string, readonly TreeEntry[]>> {
  const lists = new Map<string, TreeEntry[]>();
  const cut = new Set<string>();
  for (const { tree_sha256, text } of pieces) {
    const stored = await store.blob(text.sha256);
    if (!stored || stored.truncatedFrom !== undefined) cut.add(tree_sha256);
    // One by one: a list may be too long to be spread.
    const list = lists.get(tree_sha256) ?? [];
    for (const entry of readTree(stored?.text ?? '')) list.push(entry);
    lists.set(tree_sha256, list);
  }
  return new Map([...lists].filter(([tree]) => !cut.has(tree)));
}

/** A text in pieces of whole lines that are stored without being cut. */
function inPieces(text: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const more = Buffer.byteLength(line);
    if (bytes > 0 && bytes + more > MAX_BLOB_BYTES) {
      pieces.push(piece);
      piece = '';
      bytes = 0;
    }
    piece += line;
    bytes += more;
  }
  return [...pieces, piece];
}
