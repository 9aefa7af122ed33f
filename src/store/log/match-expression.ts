import { type FacetName, facetWord } from '../../domain/history/entry/facet.ts';
import type { HistoryFilter } from '../../domain/history/find/history-filter.ts';

/** What to look up in the index of words (sqlite.org/fts5.html §3); undefined when no word is asked for. */
export function matchExpression({
  who,
  what,
  subject,
  kinds = [],
  phase,
  version,
  pin,
  text,
}: HistoryFilter): string | undefined {
  const parts = [
    ...facet('who', who),
    ...facet('subject', subject),
    ...facet('phase', phase),
    ...facet('version', version),
    ...facet('pin', pin),
    ...anyOf(kinds.flatMap((kind) => facet('kind', kind))),
    ...phrases(what).map((phrase) => `what : ${phrase}`),
    ...phrases(text).map((phrase) => `{what words} : ${phrase}`),
  ];
  return parts.length === 0 ? undefined : parts.join(' AND ');
}

function facet(name: FacetName, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`facets : ${facetWord(name, value)}`];
}

function anyOf(parts: readonly string[]): readonly string[] {
  return parts.length < 2 ? parts : [`(${parts.join(' OR ')})`];
}

/**
 * The words of a text, each as a phrase in quotes, so that nothing in it is syntax. Words between quotes
 * stay together; a `*` at the end of a word matches any ending.
 */
function phrases(text = ''): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|[^\s"]+/g)].flatMap(([found, quoted]) => {
    const words = quoted ?? found.replace(/\*+$/, '');
    // FTS5 refuses a phrase without a word in it, such as a lone dash.
    if (!/[\p{L}\p{N}\p{Co}]/u.test(words)) return [];
    const ending = quoted === undefined && found.endsWith('*') ? '*' : '';
    return [`"${words}"${ending}`];
  });
}
