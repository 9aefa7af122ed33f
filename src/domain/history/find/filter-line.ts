import { EVENT_KINDS } from '../entry/event.ts';
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
 * Reads a filter that was typed on one line: `who:ada@example.com kind:phase since:30d refused`. A value with spaces
 * is in quotes. A word without a facet is one of the text and matches all that begin like it; one with a dot
 * that an event kind begins with, such as `phase.passed`, is the kind.
 */
export function readFilterLine(line: string): AskedFilter {
  const asked: Record<string, string[]> = {};
  const add = (name: string, ...words: string[]) => {
    asked[name] = [...(asked[name] ?? []), ...words];
  };
  for (const [, facet, quoted, plain = ''] of line.matchAll(/(?:(\w+):)?(?:"([^"]*)"|(\S+))/g)) {
    const known = facets.find((name) => name === facet);
    if (known) {
      add(known, quoted ?? plain);
      continue;
    }
    // A word with a colon that is no facet is a word.
    const before = facet === undefined ? '' : `${facet}:`;
    if (quoted !== undefined) {
      add('text', `${before}"${quoted}"`);
      continue;
    }
    const kinds = plain.includes('.') ? EVENT_KINDS.filter((kind) => kind.startsWith(plain)) : [];
    if (before === '' && kinds.length > 0) add('kind', ...kinds);
    else add('text', `${before}${plain}*`);
  }
  const { kind, ...others } = asked;
  return {
    ...Object.fromEntries(Object.entries(others).map(([name, words]) => [name, words.join(' ')])),
    ...(kind ? { kind } : {}),
  };
}
