import type { AskedFilter } from './parse-history-filter.ts';

const facets = [
  'who',
  'what',
  'since',
  'until',
  'subject',
  'kind',
  'phase',
  'version',
  'pin',
  'text',
] as const;

/**
 * Reads a filter that was typed on one line: `who:ada@example.com kind:phase since:30d refused`. A word without a
 * facet is one of the text; a value with spaces stands in quotes.
 */
export function readFilterLine(line: string): AskedFilter {
  const asked: Record<string, string[]> = {};
  for (const [, facet, quoted, plain = ''] of line.matchAll(/(?:(\w+):)?(?:"([^"]*)"|(\S+))/g)) {
    const known = facets.find((name) => name === facet);
    // A word with a colon that is no facet is a word.
    const value = quoted ?? plain;
    const [name, word] =
      known || facet === undefined ? [known ?? 'text', value] : ['text', `${facet}:${value}`];
    asked[name] = [...(asked[name] ?? []), word];
  }
  const { kind, ...others } = asked;
  return {
    ...Object.fromEntries(Object.entries(others).map(([name, words]) => [name, words.join(' ')])),
    ...(kind ? { kind } : {}),
  };
}
