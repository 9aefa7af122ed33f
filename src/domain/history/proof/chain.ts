import { CanonicalForms } from '../entry/canonical-form.ts';
import { type Entry, GENESIS_HASH, hashEntry } from '../entry/entry.ts';

/** The first place where a history is not what was recorded, or undefined when it is whole. */
export type ChainFault = { seq: number; reason: string };

const columns = ['id', 'at', 'actor', 'kind', 'subject', 'body', 'prev_hash', 'hash'] as const;

/**
 * What is wrong with an entry by itself, at any position; undefined when nothing is. A database returns whatever
 * somebody put into it, so the columns are looked at too.
 */
export function faultOf(entry: Entry, forms = new CanonicalForms()): string | undefined {
  if (!Number.isSafeInteger(entry.seq) || entry.seq < 1)
    return 'its number is not one that an entry can have';
  for (const column of columns) if (typeof entry[column] !== 'string') return `its ${column} is not a text`;
  const { origin = null } = entry;
  if (origin !== null && typeof origin !== 'string') return 'its origin is not a text';
  if (hashEntry(entry) !== entry.hash) return 'its content does not match its hash';
  if (!forms.isCanonical(entry.kind, entry.body)) return 'its body is not in canonical form';
  if (origin !== null && !forms.isCanonicalOrigin(origin)) return 'its origin is not in canonical form';
  return undefined;
}

/**
 * Walks a history in the order of `seq` and stops at the first fault: a gap, a broken link or an
 * entry whose content does not match its hash.
 */
export class ChainVerifier {
  readonly #forms = new CanonicalForms();
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

  /** Checks the next entry. After a fault the verifier cannot be used. */
  next(entry: Entry): ChainFault | undefined {
    const expected = this.#seq + 1;
    if (entry.seq !== expected)
      return { seq: expected, reason: `entry ${expected} is missing; ${entry.seq} follows` };
    if (entry.prev_hash !== this.#hash)
      return { seq: entry.seq, reason: 'it does not follow the entry before it' };
    const reason = faultOf(entry, this.#forms);
    if (reason !== undefined) return { seq: entry.seq, reason };
    this.#seq = entry.seq;
    this.#hash = entry.hash;
    return undefined;
  }
}
