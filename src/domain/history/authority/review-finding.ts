/** Something that an auditor should look at, though the history is whole. */
export type ReviewFinding = {
  /** The entry. */
  seq: number;
  /** What it is about, in a few words, such as `own approval`. */
  kind: string;
  /** Who recorded the entry, and when, RFC 3339. */
  actor: string;
  at: string;
  /** One sentence without its full stop. */
  reason: string;
};
