import { CockpitError } from '../../../domain/base/errors.ts';
import type { BundleFacts } from '../../../domain/history/bundle/bundle-facts.ts';
import type { HistoryProof } from '../../../domain/history/proof/proof.ts';
import type { ReadStore } from '../../../store/connection/open.ts';
import { readRollout } from '../../rollout/read-rollout.ts';
import { actingPerson } from '../../world/actor.ts';
import type { World } from '../../world/world.ts';
import { recordedKeys } from '../checkpoints/signing-key.ts';

const shownRuns = 20;

/** Reads what the report of a bundle tells. What of a damaged history cannot be read is left out. */
export async function readBundleFacts(
  world: World,
  store: ReadStore,
  proof: HistoryProof,
): Promise<BundleFacts> {
  const runs = (await unlessDamaged(store.runs(shownRuns))) ?? [];
  const [newest] = runs;
  const current = await unlessDamaged(readRollout(world, store));
  return {
    madeAt: world.now().toISOString(),
    madeBy: await actingPerson(world),
    rollout: current?.derived.rollout,
    phases: current?.derived.phases ?? [],
    runs,
    checks: (newest && (await unlessDamaged(store.checksOf(newest.id)))) ?? [],
    proof,
    keys: ((await unlessDamaged(recordedKeys(store))) ?? []).map(({ text }) => text),
    first: await store.entry(1),
    last: await store.entry(proof.entries),
  };
}

/** What `reading` gives; undefined when it fails on what somebody changed. */
async function unlessDamaged<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((cause) => {
    if (cause instanceof CockpitError) return undefined;
    throw cause;
  });
}
