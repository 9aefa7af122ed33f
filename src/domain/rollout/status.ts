import type { RecordedCheck, RecordedRun } from '../checks/recorded.ts';
import type { Rollout } from './rollout.ts';

/** Where a rollout stands. */
export type Status = {
  rollout: Rollout | undefined;
  /** The rollout's pin, or the default one while there is no rollout. */
  pin: string;
  /** The newest run of a suite, with its checks in the order in which they finished. */
  lastRun: (RecordedRun & { checks: readonly RecordedCheck[] }) | undefined;
  /** Number of entries in the history. */
  entries: number;
};

/** How a run ended, if it did: a run without an end was killed, or is still going on. */
export function runState(
  run: Pick<RecordedRun, 'finishedAt' | 'interrupted'>,
): 'finished' | 'interrupted' | 'unfinished' {
  if (run.finishedAt === undefined) return 'unfinished';
  return run.interrupted ? 'interrupted' : 'finished';
}
