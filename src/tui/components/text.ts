import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import type { Page, State } from '../shell/state.ts';

/** A line as the screen shows it, and the place of the line of the text that it comes from. */
type WrappedLine = { line: string; from: number };

let newest: { text: string; columns: number; lines: readonly WrappedLine[] } | undefined;

/**
 * A text as the screen shows it. A line that is too long goes on below its beginning: with the same indent, and below
 * the value where it begins with a name and a value, as in `owner   team lead`.
 */
export function wrapLines(text: string, columns: number): readonly WrappedLine[] {
  // Each key that moves an open text needs its lines twice: to know where it ends, and to draw it.
  if (newest?.text === text && newest.columns === columns) return newest.lines;
  const lines = clean(text)
    .split('\n')
    .flatMap((line, from) => wrapLine(withoutTabs(line), columns).map((part) => ({ line: part, from })));
  newest = { text, columns, lines };
  return lines;
}

const tabStop = 8;

/** A line with blanks up to the stops in place of its tabs: a terminal gives these a width that nothing else knows. */
function withoutTabs(line: string): string {
  if (!line.includes('\t')) return line;
  return line
    .split('\t')
    .reduce((before, part) => before + ' '.repeat(tabStop - (stringWidth(before) % tabStop)) + part);
}

function wrapLine(line: string, columns: number): readonly string[] {
  if (stringWidth(line) <= columns) return [line];
  const [blank = ''] = /^ */.exec(line) ?? [];
  const [named = ''] = /^ *[^\s:]\S*(?: \S+)? {2,}(?=\S)/.exec(line) ?? [];
  // An indent that leaves no room for words is cut.
  const most = Math.floor(columns / 2);
  const head = stringWidth(named) <= Math.min(most, 20) && named !== '' ? named : blank.slice(0, most);
  const indent = ' '.repeat(stringWidth(head));
  const rest = named === head ? line.slice(head.length) : line.trimStart();
  const wrapped = wrapAnsi(rest, columns - indent.length, { hard: true, trim: true });
  return wrapped.split('\n').map((part, index) => (index === 0 ? head : indent) + part);
}

/** The lines of a wrapped text. */
export function wrapText(text: string, columns: number): readonly string[] {
  return wrapLines(text, columns).map(({ line }) => line);
}

/** The first lines of a text, enough for so many rows and to see that there are more. */
export function beginningOf(text: string, rows: number): string {
  let end = -1;
  for (let line = 0; line <= rows; line++) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text;
  }
  return text.slice(0, end);
}

/** Facts as lines of a name and a value; one without a value is left out. */
export function factLines(facts: readonly (readonly [string, string | undefined])[]): readonly string[] {
  return facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name.padEnd(9)} ${cleanLine(value)}`],
  );
}

/** The size of what a pane shows that fills a page: its edges take the rest. */
export function insideOf({ rows, columns }: Page): Page {
  return { rows: Math.max(1, rows - 2), columns: Math.max(1, columns - 4) };
}

/** The first line of the last screenful of a text of so many lines. */
export function lastScroll(lines: number, height: number): number {
  return Math.max(0, lines - height);
}

/** Which lines are seen of a text that is scrolled, as `lines 1–9 of 50`; empty when it fits. */
export function scrolledPlace(text: string, scroll: number, { rows, columns }: Page): string {
  const { length } = wrapLines(text, columns);
  const last = lastScroll(length, rows);
  const from = Math.min(scroll, last);
  return last === 0 ? '' : `lines ${from + 1}–${from + rows} of ${length}`;
}

/** Whether a line of a runbook is a heading. */
export function isHeading(line: string): boolean {
  return /^#{1,6} /.test(line);
}

/** Whether a line holds what is looked for; case does not count. */
export function isFound(line: string, search: string): boolean {
  return search !== '' && line.toLowerCase().includes(search.toLowerCase());
}

/** The first line from `from` on that fits, from the top again when there is none below; undefined without any. */
function lineFrom(
  lines: readonly string[],
  from: number,
  fits: (line: string) => boolean,
): number | undefined {
  const below = lines.findIndex((line, index) => index >= from && fits(line));
  const found = below >= 0 ? below : lines.findIndex(fits);
  return found < 0 ? undefined : found;
}

/** The last line before `from` that fits; undefined without any above. */
function lineBefore(
  lines: readonly string[],
  from: number,
  fits: (line: string) => boolean,
): number | undefined {
  const found = lines.slice(0, from).findLastIndex(fits);
  return found < 0 ? undefined : found;
}

/** Whether the open text was shown to its end. */
export function isShownToEnd({ detail, page }: State, text: string): boolean {
  const { rows, columns } = insideOf(page);
  return detail !== undefined && detail.scroll >= lastScroll(wrapLines(text, columns).length, rows);
}

/**
 * Scrolls the open text to another line that fits.
 *
 * @param to the next such line by default; `here` is the first one from the line on that is seen first
 */
export function jump(
  state: State,
  text: string,
  { fits, to = 'next' }: { fits: (line: string) => boolean; to?: 'next' | 'before' | 'here' },
): State {
  if (!state.detail) return state;
  const { rows, columns } = insideOf(state.page);
  const lines = wrapText(text, columns);
  const { scroll } = state.detail;
  const line =
    to === 'before'
      ? lineBefore(lines, scroll, fits)
      : lineFrom(lines, scroll + (to === 'next' ? 1 : 0), fits);
  const last = lastScroll(lines.length, rows);
  return line === undefined ? state : { ...state, detail: { ...state.detail, scroll: Math.min(last, line) } };
}
