import { cleanLine } from '../../../domain/base/text/clean.ts';
import { readOrigin } from '../../../domain/history/entry/entry-origin.ts';
import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import { csvRecord } from '../../base/csv.ts';
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
  header: csvRecord(columns),
  line: ({ entry, event }) => {
    const { seq, at, actor, kind, subject, body, id, prev_hash, hash } = entry;
    const texts = [at, actor, kind, subject, summarizeEvent(event)].map(cleanLine);
    const { namedBy = '', account = '', host = '' } = readOrigin(entry) ?? {};
    const origin = [namedBy, account, host].map(cleanLine);
    return csvRecord([String(seq), ...texts, escapeJson(body), id, prev_hash, hash, ...origin]);
  },
};
