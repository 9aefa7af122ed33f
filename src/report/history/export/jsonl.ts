import { entryLine } from '../../../domain/history/entry/entry.ts';
import { escapeJson } from '../../base/escape.ts';
import type { LineFormat } from './line-format.ts';

/** JSON Lines: entries as they were recorded. The canonical JSON of a line without `hash` is what its hash is over. */
export const jsonl: LineFormat = {
  header: '',
  line: ({ entry }) => `${escapeJson(entryLine(entry))}\n`,
};
