import type { Entry } from '../../domain/audit/entry.ts';
import { type EventBody, readEvent } from '../../domain/audit/event.ts';
import { UsageError } from '../../domain/errors.ts';
import type { Inventory } from '../../domain/plugins/inventory.ts';
import type { TreeEntry } from '../../domain/plugins/plugin-tree.ts';
import { fromSnapshot, toSnapshot } from '../../domain/plugins/snapshot.ts';
import { readTree, writeTree } from '../../domain/plugins/tree-text.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { MAX_BLOB_BYTES, toBlob, toEvidence } from '../../store/blob.ts';
import type { ReadStore, Store } from '../../store/open.ts';
import { actingPerson } from '../actor.ts';
import type { World } from '../world.ts';
import { type InventoryRequest, readInventory } from './read-inventory.ts';

/** A snapshot that was taken: the entry that holds it. */
export type TakenSnapshot = { seq: number; inventory: Inventory };

/** Takes the inventory and records it, with the file list of every tree. */
export async function takeSnapshot(
  world: World,
  store: Store,
  request: InventoryRequest,
): Promise<TakenSnapshot> {
  const [actor, inventory] = await Promise.all([actingPerson(world), readInventory(world, request)]);
  const trees = new Map(
    inventory.plugins.flatMap(({ id, cached }) => (cached ? [[cached.treeSha256, { id, ...cached }]] : [])),
  );
  const kept = [...trees].flatMap(([tree_sha256, { id, entries }]) =>
    inPieces(writeTree(entries)).map((text) => ({
      tree_sha256,
      label: `files of ${id}`,
      blob: toBlob(text),
    })),
  );
  const body = {
    v: 2 as const,
    snapshot: toSnapshot(inventory),
    files: kept.map(({ tree_sha256, label, blob }) => ({ tree_sha256, text: toEvidence(label, blob) })),
  };
  const [entry] = await store.append(() => [
    {
      actor,
      subject: 'plugins',
      event: { kind: 'plugins.snapshot-taken', body },
      blobs: kept.map(({ blob }) => blob),
    },
  ]);
  return { seq: entry?.seq ?? 0, inventory };
}

/**
 * A recorded snapshot: by the number of its entry, or the newest for `last`.
 *
 * @throws UsageError when there is none
 */
export async function loadSnapshot(store: ReadStore | undefined, asked: string): Promise<TakenSnapshot> {
  const entry = store && (await findSnapshot(store, asked));
  const event = entry && readEvent(entry);
  if (!store || !entry || event?.kind !== 'plugins.snapshot-taken') {
    const newest = store && (await findSnapshot(store, 'last'));
    throw new UsageError(
      `there is no snapshot "${cleanLine(asked)}"`,
      newest
        ? `The newest one is ${newest.seq}; "last" stands for it, and "now" for what is there now.`
        : 'Take one: codex-cockpit plugin snapshot',
    );
  }
  const files = await readLists(store, event.body.files);
  return { seq: entry.seq, inventory: fromSnapshot(event.body.snapshot, (tree) => files.get(tree) ?? []) };
}

/** The file list of each tree, from its pieces; none of a tree whose list was cut, as in old records. */
async function readLists(
  store: ReadStore,
  pieces: EventBody<'plugins.snapshot-taken'>['files'],
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

/** The newest snapshot; undefined while there is none. */
export async function newestSnapshot(store: ReadStore | undefined): Promise<TakenSnapshot | undefined> {
  const there = store && (await findSnapshot(store, 'last'));
  return there && loadSnapshot(store, 'last');
}

async function findSnapshot(store: ReadStore, asked: string): Promise<Entry | undefined> {
  if (asked !== 'last') return /^\d{1,15}$/.test(asked) ? store.entry(Number(asked)) : undefined;
  const newest = store.entries({ kind: 'plugins.snapshot-taken', newestFirst: true, limit: 1 });
  for await (const entry of newest) return entry;
  return undefined;
}
