import type { RecordedCheck } from '../recorded.ts';
import type { Verdict } from '../verdict.ts';

/** One result of a check, without its finding. */
type TrailResult = { seq: number; verdict: Verdict; cliVersion: string | undefined };

/** What is known of the results of a check, whatever runs they came from; those of candidates are not among them. */
export type CheckTrail = {
  check: string;
  /** The newest five at most, oldest first. */
  results: readonly TrailResult[];
  newest: RecordedCheck;
  before: RecordedCheck | undefined;
  /** The entry in which it failed first, of the failures that the newest result ends; undefined unless that failed. */
  failingSince: number | undefined;
};

/** How many results of a check a trail has at most. */
export const TRAIL_LENGTH = 5;

/** What a check stands for now. `stale`: it did not fail, but on another CLI version than the pin. */
export type CheckState = Verdict | 'stale' | 'not run';

/**
 * The state of a check by its newest result. A failure stays one until the check is run again, whatever version it was
 * seen on; everything else that is bound to a version goes stale with it.
 */
export function stateOfCheck(result: RecordedCheck | undefined, pin: string): CheckState {
  if (!result) return 'not run';
  const { verdict, versionBound, cliVersion } = result;
  if (verdict === 'fail' || verdict === 'error') return verdict;
  const isOutdated = versionBound && cliVersion !== undefined && cliVersion !== pin;
  return isOutdated ? 'stale' : verdict;
}

/** Whether a check has to be run again before it says something good of the pin. */
export function needsAnotherRun(state: CheckState): boolean {
  return state === 'fail' || state === 'error' || state === 'stale';
}
