import type { HistoryProof } from '../domain/audit/proof.ts';
import { type DatabaseChoice, openHistory } from './session.ts';
import type { World } from './world.ts';

/** Walks the whole history. While there is none, it is whole and empty. */
export async function verifyHistory(world: World, choice: DatabaseChoice): Promise<HistoryProof> {
  const store = await openHistory(world, choice);
  if (!store) return { whole: true, entries: 0, head: undefined, fault: undefined, damagedBlobs: [] };
  try {
    return await store.verify();
  } finally {
    await store.close();
  }
}
