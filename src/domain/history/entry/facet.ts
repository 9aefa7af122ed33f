import { hash } from 'node:crypto';

/** What entries are sorted by, besides their words. */
export type FacetName = 'who' | 'kind' | 'subject' | 'phase' | 'version' | 'pin';

/**
 * One word for a facet of an entry in an index of words, whatever characters the value has.
 * Case does not count.
 */
export function facetWord(name: FacetName, value: string): string {
  const named = `${name}\n${value.toLowerCase()}`;
  const known = words.get(named);
  if (known !== undefined) return known;
  const word = hash('sha256', named, 'hex').slice(0, 16);
  if (words.size >= wordsKept) words.clear();
  words.set(named, word);
  return word;
}

// A replay asks for the same few words for every entry.
const words = new Map<string, string>();
const wordsKept = 1000;
