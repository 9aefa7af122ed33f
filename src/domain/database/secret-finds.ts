/** Where secrets were found in the history. Never the secrets themselves. */
export type SecretFinds = {
  /** Stored texts, and the entries that name them. */
  texts: readonly { digest: string; bytes: number; namedBy: readonly { seq: number; label: string }[] }[];
  /** Entries that have one in their own words: an entry cannot be changed, so the secret must be. */
  entries: readonly number[];
};
