import stringWidth from 'string-width';

import type { Environment } from './colours.ts';

/** Whether the terminal shows ASCII alone: it was asked for, or the locale is named and is not one of UTF-8. */
export function wantsAscii({ CODEX_COCKPIT_ASCII, LC_ALL, LC_CTYPE, LANG }: Environment): boolean {
  if (CODEX_COCKPIT_ASCII) return true;
  // The first one that is set counts (POSIX, Internationalization Variables).
  const locale = LC_ALL || LC_CTYPE || LANG;
  return locale !== undefined && locale !== '' && !/utf-?8/i.test(locale);
}

/** Signs that stand for others, each of one cell. */
const signs: Readonly<Record<string, string>> = {
  '…': '~',
  '–': '-',
  '—': '-',
  '─': '-',
  '━': '-',
  '│': '|',
  '╭': '+',
  '╮': '+',
  '╰': '+',
  '╯': '+',
  '▏': '_',
  '█': '#',
  '░': '.',
  '×': 'x',
  '≠': '#',
  '·': '-',
  '→': '>',
  '↑': '^',
  '↓': 'v',
  '▸': '>',
  '▶': '>',
  '▁': '_',
  '▂': '.',
  '▃': ':',
  '▄': '-',
  '▅': '=',
  '▆': '+',
  '▇': '*',
  '‹': '<',
  '›': '>',
  '✔': '+',
  '✘': 'x',
  '▲': '!',
  '○': 'o',
  '●': '*',
  Δ: 'd',
  '☞': '?',
  '◇': '~',
  '✎': '/',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
};

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A text for a terminal that shows ASCII alone, as wide as it was. What has no sign of its own becomes `?`. */
export function toAscii(text: string): string {
  return text.replace(/[^\p{ASCII}]+|\p{ASCII}\p{M}+/gu, (other) =>
    Array.from(segmenter.segment(other), ({ segment }) => {
      if (/^\p{ASCII}/u.test(segment)) return segment.slice(0, 1);
      return signs[segment] ?? '?'.repeat(stringWidth(segment));
    }).join(''),
  );
}

/** A terminal to which every text is written as `translate` makes it. */
export function translatedTerminal(
  terminal: NodeJS.WriteStream,
  translate: (text: string) => string,
): NodeJS.WriteStream {
  return new Proxy(terminal, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === 'write')
        return (text: string | Uint8Array, ...rest: never[]) =>
          target.write(typeof text === 'string' ? translate(text) : text, ...rest);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
