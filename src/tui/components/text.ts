import wrapAnsi from 'wrap-ansi';
import { clean } from '../../domain/base/text/clean.ts';
import type { State } from '../shell/state.ts';

/** A text as the screen shows it: wrapped lines. */
export function wrapText(text: string, columns: number): readonly string[] {
  return wrapAnsi(clean(text), columns, { hard: true, trim: false }).split('\n');
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
  return line === undefined ? state : { ...state, detail: { ...state.detail, scroll: line } };
}
