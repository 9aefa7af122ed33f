import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { parseWholeNumber } from '../../domain/base/text/whole-number.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import { readEvent } from '../../domain/history/entry/event.ts';
import type { Inventory } from '../../domain/plugins/inventory/inventory.ts';
import { diffInventories, type InventoryDiff } from '../../domain/plugins/sources/diff-inventories.ts';
import { fromSnapshot, toSnapshot } from '../../domain/plugins/sources/snapshot.ts';
import type { ReadStore, Store } from '../../store/connection/open.ts';
import { actingPerson } from '../world/actor.ts';
import type { World } from '../world/world.ts';
import { readLists, writeLists } from './file-lists.ts';
import { type InventoryRequest, readInventory } from './read-inventory.ts';

/** A snapshot that was taken, and its entry. */
export type TakenSnapshot = { seq: number; inventory: Inventory };

/** Takes the inventory and records it, with the file list of every tree. */
export async function takeSnapshot(
  world: World,
  store: Store,
  request: InventoryRequest,
): Promise<TakenSnapshot> {
  const [actor, inventory] = await Promise.all([actingPerson(world), readInventory(world, request)]);
  const { files, blobs } = writeLists(inventory);
  const body = { v: 2 as const, snapshot: toSnapshot(inventory), files };
  const [entry] = await store.append(() => [
    {
      actor,
      subject: 'plugins',
      event: { kind: 'plugins.snapshot-taken', body },
      blobs,
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
        ? `The newest one is ${newest.seq}; "last" means that one, and "now" the plugins as they are now.`
        : 'Take one: codex-cockpit plugin snapshot',
    );
  }
  const files = await readLists(store, event.body.files);
  return { seq: entry.seq, inventory: fromSnapshot(event.body.snapshot, (tree) => files.get(tree) ?? []) };
}

/** The newest snapshot; undefined while there is none. */
export async function newestSnapshot(store: ReadStore | undefined): Promise<TakenSnapshot | undefined> {
  const there = store && (await findSnapshot(store, 'last'));
  return there && loadSnapshot(store, 'last');
}

/**
 * What changed between two snapshots. Each is the number of an entry, or "last"; the later one may be "now", which takes
 * the inventory.
 *
 * @throws UsageError when there is no such snapshot
 */
export async function compareSnapshots(
  world: World,
  store: ReadStore | undefined,
  { before, after, ...request }: InventoryRequest & { before: string; after: string },
): Promise<InventoryDiff> {
  const one = await loadSnapshot(store, before);
  const other =
    after === 'now' ? await readInventory(world, request) : (await loadSnapshot(store, after)).inventory;
  return diffInventories(one.inventory, other);
}

async function findSnapshot(store: ReadStore, asked: string): Promise<Entry | undefined> {
  if (asked !== 'last') {
    const seq = parseWholeNumber(asked, 1);
    return seq === undefined ? undefined : store.entry(seq);
  }
  const newest = store.entries({ kind: 'plugins.snapshot-taken', newestFirst: true, limit: 1 });
  for await (const entry of newest) return entry;
  return undefined;
}
