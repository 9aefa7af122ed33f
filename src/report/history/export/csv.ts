import { cleanLine } from '../../../domain/base/text/clean.ts';
import { readOrigin } from '../../../domain/history/entry/entry-origin.ts';
import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import { escapeJson } from '../../base/escape.ts';
import type { LineFormat } from './line-format.ts';

const columns = [
  'seq',
  'at',
  'actor',
  'kind',
  'subject',
  'summary',
  'body',
  'id',
  'prev_hash',
  'hash',
  'named_by',
  'account',
  'host',
] as const;

/**
 * CSV as in RFC 4180, every cell in quotes and without line breaks, and no cell a formula. The body is JSON in
 * which control characters are escaped.
 */
export const csv: LineFormat = {
  header: record(columns),
  line: ({ entry, event }) => {
    const { seq, at, actor, kind, subject, body, id, prev_hash, hash } = entry;
    const texts = [at, actor, kind, subject, summarizeEvent(event)].map(cleanLine);
    const { namedBy = '', account = '', host = '' } = readOrigin(entry) ?? {};
    const origin = [namedBy, account, host].map(cleanLine);
    return record([String(seq), ...texts, escapeJson(body), id, prev_hash, hash, ...origin]);
  },
};

function record(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
  return `"${withoutFormula(text).replaceAll('"', '""')}"`;
}

/**
 * A spreadsheet takes what begins with one of these for a formula, in their wide forms too, and some look past white
 * space and quotes (OWASP, "CSV Injection"). An apostrophe before it makes it a text; one that was there gets
 * another, so that nothing is lost.
 */
function withoutFormula(text: string): string {
  return /^[\s"]*[=+\-@＝＋－＠']/.test(text) ? `'${text}` : text;
}
