import stringWidth from 'string-width';
import { clean } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';

/** A key as the keymap writes it, and the text that it types, if any. */
export type Typed = { key: string; text: string };

/** A text of one line that is edited. The caret is a place between two characters, in UTF-16 code units. */
export type Line = { text: string; caret: number };

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Every place between two characters as a person sees them, with both ends. */
function places(text: string): readonly number[] {
  return [...Array.from(segmenter.segment(text), ({ index }) => index), text.length];
}

/** The nearest place for a caret that is not inside of a character: this one, or the end of the character. */
function placed({ text, caret }: Line): Line {
  return { text, caret: places(text).find((place) => place >= caret) ?? text.length };
}

/** Pasted or typed text as one line: line ends become blanks, but those around it are left out. */
function oneLine(text: string): string {
  return clean(text)
    .replace(/^[\n\t]+|[\n\t]+$/g, '')
    .replace(/\s+/g, ' ');
}

/** A text with its cursor, which is at the end unless it was moved. */
export function lineOf(text: string, caret: number | undefined): Line {
  return { text, caret: Math.min(caret ?? text.length, text.length) };
}

/** A line with its cursor, as it is shown where there is room for all of it. */
export function withCaret(line: Line): string {
  return `${line.text.slice(0, line.caret)}▏${line.text.slice(line.caret)}`;
}

/** What a key makes of a line; undefined when it edits nothing. */
export function editLine(line: Line, { key, text: typed }: Typed): Line | undefined {
  const { text, caret } = line;
  const left = places(text).findLast((place) => place < caret) ?? 0;
  const right = places(text).find((place) => place > caret) ?? text.length;
  const cut = (from: number, to: number) =>
    placed({ text: text.slice(0, from) + text.slice(to), caret: from });
  switch (key) {
    case 'left':
    case 'ctrl-b':
      return { text, caret: left };
    case 'right':
    case 'ctrl-f':
      return { text, caret: right };
    case 'home':
    case 'ctrl-a':
      return { text, caret: 0 };
    case 'end':
    case 'ctrl-e':
      return { text, caret: text.length };
    case 'backspace':
      return cut(left, caret);
    case 'delete':
    case 'ctrl-d':
      return cut(caret, right);
    case 'ctrl-u':
      return cut(0, caret);
    case 'ctrl-k':
      return cut(caret, text.length);
    case 'ctrl-w':
      return cut(text.slice(0, caret).replace(/\S*\s*$/, '').length, caret);
  }
  const added = oneLine(typed);
  if (added === '') return undefined;
  return placed({ text: text.slice(0, caret) + added + text.slice(caret), caret: caret + added.length });
}

/** What is shown of a line in so many cells: around the caret, which takes one cell. A cut end is `…`. */
export function windowOfLine({ text, caret }: Line, width: number): { before: string; after: string } {
  const room = Math.max(0, width - 1);
  const [before, after] = [text.slice(0, caret), text.slice(caret)];
  const ahead = Math.min(stringWidth(after), Math.floor(room / 4));
  const shown = fitEnd(before, room - ahead);
  return { before: shown, after: fitLine(after, room - stringWidth(shown)) };
}

/** The end of a line, in at most so many cells; a cut begins with `…`. */
function fitEnd(line: string, width: number): string {
  if (stringWidth(line) <= width) return line;
  if (width <= 0) return '';
  let kept = '';
  let used = 0;
  for (const { segment } of Array.from(segmenter.segment(line)).reverse()) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    kept = segment + kept;
  }
  return `…${kept}`;
}
