import { describe, expect, it } from 'vitest';
import { whatIsMistakable } from '../../../src/domain/base/text/look-alike.ts';
import { refuseLookAlike } from '../../../src/domain/people/look-alike.ts';

describe('an address that can be mistaken for another one', () => {
  it.each([
    ['a zero-width space', 'ada\u200b@example.com', /U\+200B, which is not seen/],
    ['a soft hyphen', 'a\u00adda@example.com', /U\+00AD/],
    ['a word joiner at the end', 'ada@example.com\u2060', /U\+2060/],
    ['a filler that is a letter', 'ada\u3164@example.com', /U\+3164/],
    ['a variation selector', 'ada\ufe0f@example.com', /U\+FE0F/],
    ['a Cyrillic letter among Latin ones', '\u0430da@example.com', /mixes Latin and Cyrillic/],
    ['a Greek letter in its domain', 'ada@ex\u03b1mple.com', /mixes Latin and Greek/],
    ['a word that is Cyrillic and looks Latin', '\u0430\u0441\u0435@example.com', /look like Latin ones/],
    ['an accent of its own', 'zoe\u0308@example.com', /not in the form NFC/],
    ['wide letters', '\uff41da@example.com', /only look like plain ones/],
  ])('is refused: with %s', (_, address, reason) => {
    expect(whatIsMistakable(address)).toMatch(reason);
    expect(() => refuseLookAlike(address)).toThrow('can be mistaken for another one');
  });

  it.each([
    'ada@example.com',
    'Ada Lovelace',
    'zo\u00eb@example.com',
    '\u0438\u0432\u0430\u043d@example.com',
    '\u592a\u90ce@example.jp',
  ])('is not one in one script: %s', (address) => {
    expect(whatIsMistakable(address)).toBeUndefined();
  });

  it('is shown with what nobody sees', () => {
    expect(() => refuseLookAlike('ada\u200b@example.com')).toThrow('ada<U+200B>@example.com');
  });
});
