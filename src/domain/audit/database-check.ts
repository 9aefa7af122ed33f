import type { HistoryProof } from './proof.ts';

/** What a look at a whole database found. */
export type DatabaseCheck = {
  /** True when there is nothing wrong at all. */
  sound: boolean;
  /** What SQLite says of the file, a line a fault. */
  damage: readonly string[];
  /** Entries that this program cannot read. */
  unreadable: readonly string[];
  /** Undefined when the file is too damaged to walk through it. */
  proof: HistoryProof | undefined;
};
