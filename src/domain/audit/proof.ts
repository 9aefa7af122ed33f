import type { ChainFault } from './chain.ts';

/** What a walk over the whole history found. */
export type HistoryProof = {
  /** True when every entry and every blob is as it was recorded. */
  whole: boolean;
  /** Entries found whole, from the first on. */
  entries: number;
  /** Hash of the last entry found whole; undefined when there is none. */
  head: string | undefined;
  fault: ChainFault | undefined;
  /** Digests of blobs that are missing or not what was recorded. */
  damagedBlobs: readonly string[];
};
