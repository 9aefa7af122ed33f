import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { clean } from '../../domain/base/text/clean.ts';
import type { State } from '../shell/state.ts';

/** A text as the screen shows it: wrapped lines, which keep the indent of the line they come from. */
export function wrapText(text: string, columns: number): readonly string[] {
  return clean(text)
    .split('\n')
    .flatMap((line) => {
      if (stringWidth(line) <= columns) return [line];
      const blank = /^ */.exec(line)?.[0] ?? '';
      // An indent that leaves no room for words is cut.
      const indent = blank.slice(0, Math.floor(columns / 2));
      const wrapped = wrapAnsi(line.trimStart(), columns - indent.length, { hard: true, trim: true });
      return wrapped.split('\n').map((part) => indent + part);
    });
}

/** The last line that a text of so many lines can be scrolled to; a longer one gives a line to its numbers. */
export function lastScroll(lines: number, height: number): number {
  return lines <= height ? 0 : lines - (height - 1);
}

/** Whether a line of a runbook is a heading. */
export function isHeading(line: string): boolean {
  return /^#{1,6} /.test(line);
}

/** Whether a line holds what is looked for; case does not count. */
export function isFound(line: string, search: string): boolean {
  return search !== '' && line.toLowerCase().includes(search.toLowerCase());
}

/** The first line after `from` that fits, from the top again when there is none below; undefined without any. */
function lineAfter(
  lines: readonly string[],
  from: number,
  fits: (line: string) => boolean,
): number | undefined {
  const below = lines.findIndex((line, index) => index > from && fits(line));
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
  return detail !== undefined && detail.scroll >= lastScroll(wrapText(text, page.columns).length, page.rows);
}

/** Scrolls the open text to another line that fits. */
export function jump(
  state: State,
  text: string,
  { fits, backwards }: { fits: (line: string) => boolean; backwards?: true },
): State {
  if (!state.detail) return state;
  const lines = wrapText(text, state.page.columns);
  const find = backwards ? lineBefore : lineAfter;
  const line = find(lines, state.detail.scroll, fits);
  const last = lastScroll(lines.length, state.page.rows);
  return line === undefined ? state : { ...state, detail: { ...state.detail, scroll: Math.min(last, line) } };
}

/** The first lines of several, at most `room` and at least three, the last of which says how many more there are. */
export function firstLines(lines: readonly string[], room: number): readonly string[] {
  const most = Math.max(3, room);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `… and ${lines.length - most + 1} more`];
}
