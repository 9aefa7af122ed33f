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
