import canonicalize from 'canonicalize';

/** Canonical JSON of a value (RFC 8785). Throws on NaN, infinity, cycles and lone surrogates. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('a value without a JSON form cannot be recorded');
  return text;
}
