import {
  type DerivedRollout,
  deriveRollout,
  type RolloutRecord,
} from '../../domain/rollout/derive-rollout.ts';
import { awaitedActions } from '../../domain/rollout/next-actions.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import type { Status } from '../../domain/rollout/status.ts';
import { wentStale } from '../../domain/rollout/status.ts';
import { SURFACES } from '../../domain/runbooks/item.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import { findLoss } from '../database/lost-history.ts';
import { loadShippedRunbooks } from '../runbooks/read-runbook-files.ts';
import { actingPerson } from '../world/actor.ts';
import { databasePath } from '../world/database-path.ts';
import type { DatabaseChoice } from '../world/session.ts';
import type { World } from '../world/world.ts';
import { readDueActions } from './read-due.ts';
import { readRollout } from './read-rollout.ts';

export type { Status };

/** Reads the status; `store` is undefined while there is no history. */
export async function readStatus(
  world: World,
  store: ReadStore | undefined,
  choice?: DatabaseChoice,
): Promise<Status> {
  const [recentRuns = [], checks = []] = await Promise.all([
    store?.countedRuns(shownRuns, 'pin'),
    store?.newestChecks(),
  ]);
  const [newest] = recentRuns;
  // Most results of the newest run are the newest ones of their checks: kept once, however many there are.
  const known = new Map(checks.map((one) => [one.seq, one]));
  const checksOfRun = async (run: string) =>
    ((await store?.checksOf(run)) ?? []).map((one) => known.get(one.seq) ?? one);
  const lastRun = newest && { ...newest, checks: await checksOfRun(newest.id) };
  const path = store?.path ?? (choice && databasePath(world, choice.db));
  const lost = path === undefined ? undefined : await findLoss(path, store);
  const base = { lastRun, recentRuns, checks, lost, entries: (await store?.countEntries()) ?? 0 };
  const rollout = await store?.rollout();
  if (!store || !rollout) {
    const { phases } = deriveRollout(unstarted, await loadShippedRunbooks(), world.now());
    return { ...base, rollout: undefined, pin: DEFAULT_PIN, phases, wentStale: [], awaited: [] };
  }
  const { derived, record } = await readRollout(world, store);
  return {
    ...base,
    rollout,
    pin: rollout.pin,
    phases: derived.phases,
    wentStale: await wentStaleForActor(world, store, derived),
    awaited: awaitedActions(derived, record.people, await readDueActions(world, store)),
  };
}

async function wentStaleForActor(
  world: World,
  store: ReadStore,
  derived: DerivedRollout,
): Promise<Status['wentStale']> {
  const all = wentStale(derived, undefined);
  // Who acts is asked of git, and to start another program takes long.
  if (all.length === 0) return all;
  return wentStale(derived, await store.lastEntryOf(await actingPerson(world)));
}

/** How many runs are compared at a glance. */
const shownRuns = 8;

/** A rollout that is yet to start: every item is open. */
const unstarted: RolloutRecord = {
  rollout: {
    name: '',
    pin: DEFAULT_PIN,
    pinnedAt: new Date(0).toISOString(),
    surfaces: SURFACES,
    startedAt: new Date(0).toISOString(),
    startedBy: '',
  },
  people: [],
  evidence: [],
  waivers: [],
  signOffs: [],
  gates: [],
  artifacts: new Map(),
};
