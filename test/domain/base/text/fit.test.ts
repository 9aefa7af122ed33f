import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { fitLine, pad } from '../../../../src/domain/base/text/fit.ts';

const wide = fc.constantFrom('日', '한', '👩‍👩‍👧', '🇩🇪', '👍🏽', 'e\u0301', 'ﷺ', '\u200b', '⚠️', 'a', ' ');
const lines = fc.oneof(
  fc.array(wide).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
);
const widths = fc.integer({ min: 0, max: 30 });

describe('a line that is too long', () => {
  it.each([
    ['keeps a wide character whole or leaves it out', '日本語', 4, '日…'],
    ['keeps a family together', '👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
    ['keeps a flag together', '🇩🇪🇫🇷🇮🇹', 4, '🇩🇪…'],
    ['keeps an accent on its letter', 'e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['is only the mark where nothing else has room', '日本', 1, '…'],
    ['is nothing where there is no room', 'abc', 0, ''],
  ])('%s', (_, line, width, expected) => {
    expect(fitLine(line, width)).toBe(expected);
  });

  it('never takes more cells than it has, and is a beginning of what it was', () => {
    fc.assert(
      fc.property(lines, widths, (line, width) => {
        const fitted = fitLine(line, width);
        expect(stringWidth(fitted)).toBeLessThanOrEqual(width);
        if (fitted !== line) expect(line.startsWith(fitted.slice(0, -1))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is not cut without need', () => {
    fc.assert(
      fc.property(lines, (line) => {
        expect(fitLine(line, stringWidth(line))).toBe(line);
      }),
    );
  });
});

describe('a cell of a column', () => {
  it('takes exactly its width, so that the next one starts in line', () => {
    fc.assert(
      fc.property(lines, widths, (line, width) => {
        expect(stringWidth(pad(line, width))).toBe(width);
      }),
      { numRuns: 500 },
    );
  });

  it('is filled with spaces on the right', () => {
    expect(pad('日本', 6)).toBe('日本  ');
  });
});
