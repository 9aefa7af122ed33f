import { cleanLine } from '../../../domain/base/text/clean.ts';
import { EVENT_KINDS } from '../../../domain/history/entry/event.ts';
import { lastScroll, wrapText } from '../../components/text.ts';
import type { ConfirmOverlay, Page } from '../state.ts';

const kinds: ReadonlySet<string> = new Set(EVENT_KINDS);

/** How many entries a question leads to: as it says itself, or one for each line that begins with a kind. */
function countEntries({ records, entries }: ConfirmOverlay): number {
  return entries ?? records.filter((line) => kinds.has(line.split(/[:, ]/, 1)[0] ?? '')).length;
}

function heading(confirm: ConfirmOverlay): string {
  if (confirm.records.length === 0) return 'Nothing is recorded in the history.';
  const count = countEntries(confirm);
  if (count === 0) return 'This will be recorded in the history:';
  return `This will be recorded in the history (${count === 1 ? '1 entry' : `${count} entries`}):`;
}

/** Everything that a question shows below itself: what is written, what is recorded, and what changes by it. */
export function confirmText(confirm: ConfirmOverlay): string {
  const { writes = [], records, follows = [] } = confirm;
  const indented = (lines: readonly string[]) => lines.map((line) => `  ${cleanLine(line)}`);
  return [
    ...(writes.length > 0 ? ['This will be written:', ...indented(writes)] : []),
    heading(confirm),
    ...indented(records),
    ...(follows.length > 0 ? ['This changes with it:', ...indented(follows)] : []),
  ].join('\n');
}

/** The size of the text inside the box of a question; the question itself takes lines of it. */
export function confirmSize({ question }: ConfirmOverlay, { rows, columns }: Page): Page {
  const width = columns - 4;
  return { rows: Math.max(1, rows - 3 - wrapText(question, width).length), columns: width };
}

/** The last line that what a question shows can be scrolled to. */
export function lastOfConfirm(confirm: ConfirmOverlay, page: Page): number {
  const { rows, columns } = confirmSize(confirm, page);
  return lastScroll(wrapText(confirmText(confirm), columns).length, rows);
}
