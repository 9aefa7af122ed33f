import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** One line of the history. `body` is canonical JSON (RFC 8785); hashes are lower-case hex SHA-256. */
export type Entry = {
  /** 1-based position, without gaps. */
  seq: number;
  /** UUID version 7. */
  id: string;
  /** RFC 3339 UTC with milliseconds. */
  at: string;
  actor: string;
  kind: string;
  /** What the entry is about, such as `run/019…` or `rollout`. */
  subject: string;
  body: string;
  prev_hash: string;
  hash: string;
};

/** What the first entry names as its predecessor. */
export const GENESIS_HASH = '0'.repeat(64);

/** Canonical JSON of a value (RFC 8785). Throws on NaN, infinity, cycles and lone surrogates. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('a value without a JSON form cannot be recorded');
  return text;
}

/**
 * The hash of an entry: SHA-256 over the canonical JSON of its other columns. The body is stored in
 * canonical form, so it is placed as it stands; the key order below is the canonical one.
 */
export function hashEntry(entry: Omit<Entry, 'hash'>): string {
  // Not JSON.stringify, which lets a lone surrogate through that no database gives back.
  const text = (value: string) => canonicalJson(value);
  return createHash('sha256')
    .update(
      `{"actor":${text(entry.actor)},"at":${text(entry.at)},"body":${entry.body},"id":${text(entry.id)},` +
        `"kind":${text(entry.kind)},"prev_hash":${text(entry.prev_hash)},"seq":${entry.seq},` +
        `"subject":${text(entry.subject)}}`,
    )
    .digest('hex');
}

/** Puts an entry behind `previous` (undefined for the first) and seals it with its hash. */
export function sealEntry(
  draft: Omit<Entry, 'seq' | 'prev_hash' | 'hash'>,
  previous: Pick<Entry, 'seq' | 'hash'> | undefined,
): Entry {
  const chained = { ...draft, seq: (previous?.seq ?? 0) + 1, prev_hash: previous?.hash ?? GENESIS_HASH };
  return { ...chained, hash: hashEntry(chained) };
}
