import type { HistoryProof } from '../history/proof/proof.ts';

/** What a look at a whole database found. */
export type DatabaseCheck = {
  /** True when there is nothing wrong at all. */
  sound: boolean;
  /** What SQLite says of the file, a line a fault. */
  damage: readonly string[];
  /** Entries that this program cannot read. */
  unreadable: readonly string[];
  /** What keeps the log append-only and is not as it was made. */
  guards: readonly string[];
  /** Rows of derived tables that the history does not lead to. */
  underived: readonly string[];
  /** Undefined when the file is too damaged to walk through it. */
  proof: HistoryProof | undefined;
};
