import { hash } from 'node:crypto';

/** What entries are sorted by, besides their words. */
export type FacetName = 'who' | 'kind' | 'subject' | 'phase' | 'version' | 'pin';

/**
 * One word that stands for a facet of an entry in an index of words, whatever characters the value has.
 * Case does not count.
 */
export function facetWord(name: FacetName, value: string): string {
  return hash('sha256', `${name}\n${value.toLowerCase()}`, 'hex').slice(0, 16);
}
