import type { Entry } from '../entry/entry.ts';

/** Where the clock that dated the entries was wrong. The proof is about the order of entries, and is valid anyway. */
export type ClockFaults = {
  /** Entries that are dated a second or more before the one that they follow, which is dated `before`. */
  backwards: readonly { seq: number; at: string; before: string }[];
  /** Entries that are dated later than the time of the reader. */
  ahead: readonly { seq: number; at: string }[];
  /** Entries whose time is not in the one form in which times are recorded. No clock dated them: somebody wrote it. */
  malformed: readonly { seq: number; at: string }[];
};

/** RFC 3339 UTC with milliseconds: times in this form are in the order of their texts. */
const recordedForm = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Whether there is a day such as `2026-11-20`. */
function isDay(day: string): boolean {
  const instant = new Date(`${day}T00:00:00.000Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
}

// A clock that is set right by a moment is nothing to report.
const leastStepMs = 1000;

/** Looks at the times of entries in the order of `seq`. */
export class ClockWatch {
  readonly #backwards: { seq: number; at: string; before: string }[] = [];
  readonly #ahead: { seq: number; at: string }[] = [];
  readonly #malformed: { seq: number; at: string }[] = [];
  readonly #latest: string;
  #before: string;
  /** The day that was found to be one last: most entries are of the day of the one before. */
  #day = '';

  /**
   * @param before when the entry before the first one is dated; empty when there is none
   * @param latest the latest time that is not ahead, RFC 3339 UTC with milliseconds as entries have it; undefined
   *   when nobody asks
   */
  constructor(before: string, latest: string | undefined) {
    this.#before = this.#isRecordedTime(before) ? before : '';
    this.#latest = latest ?? '\uffff';
  }

  next({ seq, at }: Pick<Entry, 'seq' | 'at'>): void {
    if (!this.#isRecordedTime(at)) {
      this.#malformed.push({ seq, at });
      return;
    }
    // Times of this form are in the order of their texts, which is found out faster.
    if (at < this.#before && Date.parse(this.#before) - Date.parse(at) >= leastStepMs)
      this.#backwards.push({ seq, at, before: this.#before });
    if (at > this.#latest) this.#ahead.push({ seq, at });
    this.#before = at;
  }

  /** Whether a text is a time as entries have it, of a day that there is. */
  #isRecordedTime(at: string): boolean {
    if (!recordedForm.test(at)) return false;
    const day = at.slice(0, 10);
    if (day !== this.#day && !isDay(day)) return false;
    this.#day = day;
    return true;
  }

  get faults(): ClockFaults {
    return { backwards: this.#backwards, ahead: this.#ahead, malformed: this.#malformed };
  }
}
