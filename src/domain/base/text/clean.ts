import { stripVTControlCharacters } from 'node:util';

// C0 but tab and newline, DEL, C1, and the bidirectional overrides that let text lie about its order.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes.
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

// An operating system command, such as the title of a window, up to its end. Node 22 leaves its words.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes.
const systemCommand = /(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)/g;

/**
 * Text from outside (the CLI, a plugin, a file) made safe to print and to record: escape sequences and
 * control characters are gone, line ends are `\n`, and half a character, as a cut leaves it, is `\ufffd`.
 */
export function clean(text: string): string {
  return stripVTControlCharacters(text.replaceAll('\r\n', '\n').replace(systemCommand, ''))
    .replaceAll('\r', '\n')
    .replace(unsafe, '')
    .toWellFormed();
}

/** The same on one line, white space folded, for summaries and table cells. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}
