import { type Entry, GENESIS_HASH, hashEntry } from './entry.ts';

/** The first place where a history is not what was recorded, or undefined when it is whole. */
export type ChainFault = { seq: number; reason: string };

/**
 * Walks a history in the order of `seq` and stops at the first fault: a gap, a broken link or an
 * entry whose content does not match its hash.
 */
export class ChainVerifier {
  #seq: number;
  #hash: string;

  /** Starts behind the entry given; before the first one by default. */
  constructor({ seq, hash }: Pick<Entry, 'seq' | 'hash'> = { seq: 0, hash: GENESIS_HASH }) {
    this.#seq = seq;
    this.#hash = hash;
  }

  /** Number of the last entry found whole. */
  get verified(): number {
    return this.#seq;
  }

  /** Hash of the last entry found whole; that of the genesis before the first. */
  get head(): string {
    return this.#hash;
  }

  /** Checks the next entry. After a fault the verifier is of no more use. */
  next(entry: Entry): ChainFault | undefined {
    const expected = this.#seq + 1;
    if (entry.seq !== expected)
      return { seq: expected, reason: `entry ${expected} is missing; ${entry.seq} follows` };
    if (entry.prev_hash !== this.#hash)
      return { seq: entry.seq, reason: 'it does not follow the entry before it' };
    if (hashEntry(entry) !== entry.hash)
      return { seq: entry.seq, reason: 'its content does not match its hash' };
    this.#seq = entry.seq;
    this.#hash = entry.hash;
    return undefined;
  }
}
