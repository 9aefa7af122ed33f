import type { Entry } from './entry.ts';

/** Where the clock that dated the entries was wrong. The proof is about the order of entries, and holds all the same. */
export type ClockFaults = {
  /** Entries that are dated a second or more before the one that they follow, which is dated `before`. */
  backwards: readonly { seq: number; at: string; before: string }[];
  /** Entries that are dated later than the time of whoever looks. */
  ahead: readonly { seq: number; at: string }[];
};

// A clock that is set right by a moment is nothing to report.
const leastStepMs = 1000;

/** Looks at the times of entries in the order of `seq`. */
export class ClockWatch {
  readonly #backwards: { seq: number; at: string; before: string }[] = [];
  readonly #ahead: { seq: number; at: string }[] = [];
  readonly #latest: string;
  #before: string;

  /**
   * @param before when the entry before the first one is dated; empty when there is none
   * @param latest the latest time that is not ahead, RFC 3339 UTC with milliseconds as entries have it; undefined
   *   when nobody asks
   */
  constructor(before: string, latest: string | undefined) {
    this.#before = before;
    this.#latest = latest ?? '\uffff';
  }

  next({ seq, at }: Pick<Entry, 'seq' | 'at'>): void {
    // Times of this form are in the order of their texts, which is found out faster.
    if (at < this.#before && !(Date.parse(this.#before) - Date.parse(at) < leastStepMs))
      this.#backwards.push({ seq, at, before: this.#before });
    if (at > this.#latest) this.#ahead.push({ seq, at });
    this.#before = at;
  }

  get faults(): ClockFaults {
    return { backwards: this.#backwards, ahead: this.#ahead };
  }
}
