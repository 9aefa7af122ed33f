import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LazySegmenter, oneEach } from '../scripts/lazy-segmenter.mjs';

const ours = new LazySegmenter();
const theirs = new Intl.Segmenter();

/** Texts of what our output has, and of what joins: marks, joiners, flags, skin tones, syllables, line ends. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom('\u001b[31m', '✓ ', '▶', '│', '→', '\r', '\n', '\t', '­', 'ö', '‐'),
      fc.constantFrom('\u0301', '\u200d', '\ufe0f', '🇩', '👍', '🏽', '각', 'ᄀ', 'क्', '؀', '漢'),
      fc.string({ unit: 'grapheme-ascii', maxLength: 5 }),
      fc.integer({ min: 0, max: 0x2fff }).map((code) => String.fromCharCode(code)),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

// The bundle asks Unicode only for the texts that need it (scripts/build.mjs).
describe('the characters of a text', () => {
  it('are those that Unicode says, each at its place', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect([...ours.segment(text)]).toEqual([...theirs.segment(text)]);
      }),
      { numRuns: 2000 },
    );
  });

  it('are found by a place in them', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: -1, max: 20 }), (text, at) => {
        expect(ours.segment(text).containing(at)).toEqual(theirs.segment(text).containing(at));
      }),
    );
  });

  it('need no rules where none of them joins another one', () => {
    const plain = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((text) =>
      oneEach.test(text),
    );
    expect(plain.length).toBeGreaterThan(600);
    for (const one of plain)
      for (const text of [`${one}${one}`, `a${one}a`, `${one}▶${one}`])
        expect([...theirs.segment(text)]).toHaveLength(text.length);
  });
});
