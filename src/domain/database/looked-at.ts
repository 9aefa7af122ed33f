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
  /** Rows of derived tables that do not follow from the history. */
  underived: readonly string[];
  /** Undefined when the file is too damaged to walk through it. */
  proof: HistoryProof | undefined;
};

/** How large a database is, and with what. Sizes are bytes. */
export type DatabaseStats = {
  entries: number;
  /** RFC 3339; undefined while there is no entry. */
  firstAt: string | undefined;
  lastAt: string | undefined;
  kinds: readonly { kind: string; entries: number }[];
  texts: number;
  /** Of all stored texts together. */
  textBytes: number;
  largestText: number;
  fileBytes: number;
  /** Inside of the file, and used by nothing. */
  freeBytes: number;
  /** Not yet in the file itself. */
  walBytes: number;
  /** What the log with its indexes takes for an entry, texts and derived tables left out. */
  bytesPerEntry: number | undefined;
};

/** Where secrets were found in the history. Never the secrets themselves. */
export type SecretFinds = {
  /** Stored texts, and the entries that name them. */
  texts: readonly { digest: string; bytes: number; namedBy: readonly { seq: number; label: string }[] }[];
  /** Entries that have one in their own words: an entry cannot be changed, so the secret must be. */
  entries: readonly number[];
};
