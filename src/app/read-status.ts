import { DEFAULT_PIN } from '../domain/rollout/rollout.ts';
import type { Status } from '../domain/rollout/status.ts';
import type { ReadStore } from '../store/open.ts';

export type { Status };

/** Reads the status; `store` is undefined while there is no history. */
export async function readStatus(store: ReadStore | undefined): Promise<Status> {
  if (!store) return { rollout: undefined, pin: DEFAULT_PIN, lastRun: undefined, entries: 0 };
  const rollout = await store.rollout();
  const [run] = await store.runs(1);
  const lastRun = run && { ...run, checks: await store.checksOf(run.id) };
  return { rollout, pin: rollout?.pin ?? DEFAULT_PIN, lastRun, entries: await store.countEntries() };
}
