import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import lazyWidth, { oneCellEach } from '../scripts/lazy-string-width.mjs';

const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((text) =>
  oneCellEach.test(text),
);

// The bundle asks string-width only for the other texts (scripts/build.mjs).
describe('texts whose width is their length', () => {
  it('are those of printable ASCII and of our own glyphs', () => {
    for (const text of ['plain', 'naïve Straße', '✔ pass', '✖ fail', '▲ ○ ● · … → – — “” ‹› ─│█'])
      expect(oneCellEach.test(text)).toBe(true);
    for (const text of ['日本', '👩‍🚀', 'e\u0301', 'a\u200bb', '\u00ad', '\u001b[1m', '\t', '⌚', '✅'])
      expect(oneCellEach.test(text)).toBe(false);
  });

  it('may have colours, which take up no cell unless they are asked for', () => {
    const styled = '\u001b[7m\u001b[38;5;208m✔ pass\u001b[27m\u001b[39m';
    expect([lazyWidth(styled), stringWidth(styled)]).toEqual([6, 6]);
    expect(lazyWidth('plain', { countAnsiEscapeCodes: true })).toBe(5);
  });

  it('have characters of one cell that never join', () => {
    expect(characters.length).toBeGreaterThan(600);
    const all = characters.join('');
    expect(stringWidth(all)).toBe(all.length);
    for (const one of characters) expect(stringWidth(`${one}a${one}\u2714${one}`)).toBe(5);
  });
});
