import type { RecordedCheck } from './recorded.ts';
import type { Verdict } from './verdict.ts';

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
