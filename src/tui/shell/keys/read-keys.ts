import type { Key } from 'ink';

/** A key as the keymap writes it, and the text that it types, if any. */
type PressedKey = { key: string; text: string };

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The keys of what Ink read at once: a terminal that is typed in quickly sends several in one piece. */
export function keysOf(input: string, key: Key): readonly PressedKey[] {
  const named = nameOf(input, key);
  const keys = named !== undefined ? [{ key: named, text: '' }] : typedKeys(input);
  // Escape and what was pressed at once after it look like one key that is held with Alt; no such key is bound.
  const isEscaped = key.meta && named !== 'backspace';
  return isEscaped ? [{ key: 'esc', text: '' }, ...keys] : keys;
}

/** The keys that type a text. */
export function typedKeys(text: string): readonly PressedKey[] {
  return Array.from(segmenter.segment(text), ({ segment }) => character(segment));
}

function nameOf(input: string, key: Key): string | undefined {
  if (key.return) return 'enter';
  if (key.escape) return 'esc';
  if (key.tab) return key.shift ? 'shift-tab' : 'tab';
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.backspace) return 'backspace';
  if (key.delete) return 'delete';
  return key.ctrl ? `ctrl-${input}` : undefined;
}

/** A character is its own name; a control character has the name of its key. */
function character(segment: string): PressedKey {
  if (segment === '\r' || segment === '\n' || segment === '\r\n') return { key: 'enter', text: '' };
  if (segment === '\t') return { key: 'tab', text: '' };
  if (segment < ' ') return { key: `ctrl-${String.fromCharCode(segment.charCodeAt(0) + 96)}`, text: '' };
  return { key: segment, text: segment };
}
