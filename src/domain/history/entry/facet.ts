import { hash } from 'node:crypto';

/** What entries are sorted by, besides their words. */
export type FacetName = 'who' | 'kind' | 'subject' | 'phase' | 'version' | 'pin';

/**
 * One word for a facet of an entry in an index of words, whatever characters the value has.
 * Case does not count.
 */
export function facetWord(name: FacetName, value: string): string {
  const known = words[name].get(value);
  if (known !== undefined) return known;
  const word = hash('sha256', `${name}\n${value.toLowerCase()}`, 'hex').slice(0, 16);
  if (words[name].size >= wordsKept) words[name].clear();
  words[name].set(value, word);
  return word;
}

// A replay asks for the same few words for every entry.
const words: Record<FacetName, Map<string, string>> = {
  who: new Map(),
  kind: new Map(),
  subject: new Map(),
  phase: new Map(),
  version: new Map(),
  pin: new Map(),
};
const wordsKept = 1000;
