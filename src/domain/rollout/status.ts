import type { CountedRun, RecordedCheck, RecordedRun } from '../checks/recorded.ts';
import { allItems, type DerivedPhase, type DerivedRollout } from './derive-rollout.ts';
import type { JudgedItem } from './items/item-status.ts';
import type { AwaitedAction } from './next-action.ts';
import type { Rollout } from './rollout.ts';

/** The state of a rollout. */
export type Status = {
  /** Undefined while there is none. */
  rollout: Rollout | undefined;
  /** The rollout's pin, or the default one while there is no rollout. */
  pin: string;
  /** The phases with their items and gates; of a rollout that has not started while there is none. */
  phases: readonly DerivedPhase[];
  /** Items that went stale since the acting person last recorded something. */
  wentStale: readonly JudgedItem[];
  /** Everything that is awaited, most useful first, and who could do it. */
  awaited: readonly AwaitedAction[];
  /** The newest runs, newest first; those of candidates are not among them. */
  recentRuns: readonly CountedRun[];
  /** The newest of them, with its checks in the order in which they finished. */
  lastRun: (RecordedRun & { checks: readonly RecordedCheck[] }) | undefined;
  /** The newest result of each check, from any run but those of candidates. */
  checks: readonly RecordedCheck[];
  /** Number of entries in the history. */
  entries: number;
  /** Why this is not the history that was here before; undefined when there is no sign of that. */
  lost?: string | undefined;
};

/** How a run ended, if it did: a run without an end was killed, or is still going on. */
export function runState(
  run: Pick<RecordedRun, 'finishedAt' | 'interrupted'>,
): 'finished' | 'interrupted' | 'unfinished' {
  if (run.finishedAt === undefined) return 'unfinished';
  return run.interrupted ? 'interrupted' : 'finished';
}

/**
 * The items that went stale since a time, oldest first.
 *
 * @param since RFC 3339; undefined counts all that are stale
 */
export function wentStale(derived: DerivedRollout, since: string | undefined): readonly JudgedItem[] {
  return allItems(derived)
    .filter(({ state, staleSince }) => state === 'stale' && staleSince !== undefined)
    .filter(({ staleSince }) => since === undefined || Date.parse(staleSince ?? '') >= Date.parse(since))
    .sort((one, other) => Date.parse(one.staleSince ?? '') - Date.parse(other.staleSince ?? ''));
}
