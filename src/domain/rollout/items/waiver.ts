import { RefusedError, UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { parseDays } from '../../base/time/duration.ts';

/** The decision to do without an item for a while. Times are RFC 3339. */
export type Waiver = {
  item: string;
  reason: string;
  approver: string;
  seq: number;
  at: string;
  expiresAt: string;
  /** Hash of the entry that recorded it. */
  digest: string;
};

/** Whether a waiver still counts. */
export function isValid({ expiresAt }: Pick<Waiver, 'expiresAt'>, now: Date): boolean {
  return now.getTime() < Date.parse(expiresAt);
}

/** For how long a waiver counts when nothing else is said. */
export const DEFAULT_WAIVER_DAYS = 30;

/** The longest that an item may be waived; what is waived for longer is no longer an exception. */
const longestWaiverDays = 365;

/**
 * Reads for how many days to waive an item, such as `30d`.
 *
 * @throws UsageError for no number of days, RefusedError for too many
 */
export function parseWaiverDays(text: string): number {
  const days = parseDays(text);
  if (days === undefined)
    throw new UsageError(`"${cleanLine(text)}" is not a number of days`, 'Write it as 30d.');
  if (days <= longestWaiverDays) return days;
  throw new RefusedError(
    `an item can be waived for ${longestWaiverDays} days at most`,
    'Waive it for less, or make it optional in its runbook.',
  );
}
