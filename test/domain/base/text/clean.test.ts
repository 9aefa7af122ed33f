import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, cleanLine } from '../../../../src/domain/base/text/clean.ts';

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\u001b[31m',
        '\u001b]0;',
        '\u0007',
        '\u009b2J',
        '\u001bP',
        '\r',
        '\r\n',
        '\u202e',
        '\ud83d',
      ),
    ),
  )
  .map((parts) => parts.join(''));

describe('text from outside', () => {
  it.each([
    ['a colour', '\u001b[1;31mred\u001b[0m', 'red'],
    ['the title of the window', '\u001b]0;you are root\u0007$', '$'],
    ['a link, but not its words', '\u001b]8;;https://example.com\u0007here\u001b]8;;\u0007', 'here'],
    ['the clearing of the screen', 'a\u001b[2J\u001b[Hb', 'ab'],
    ['a one-byte control sequence', 'a\u009b31mb', 'ab'],
    ['a bell and a backspace', 'a\u0007\bb', 'ab'],
    ['a vertical tab and a form feed', 'a\u000b\fb', 'ab'],
    ['a lone escape', 'a\u001b', 'a'],
    ['the reversal of what follows', 'exe.\u202etxt', 'exe.txt'],
    ['a bidirectional isolate', '\u2066a\u2069', 'a'],
  ])('loses %s', (_, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it('keeps what people write with: tabs, new lines, accents, emoji', () => {
    expect(clean('naïve\t日本\n👩‍👩‍👧')).toBe('naïve\t日本\n👩‍👩‍👧');
  });

  it('turns a carriage return into a new line, so that nothing is written over', () => {
    expect(clean('fail\rpass\r\nend')).toBe('fail\npass\nend');
  });

  it('marks half a character, which a cut leaves behind and nobody could record', () => {
    expect(clean('ok 😀'.slice(0, 4))).toBe('ok \ufffd');
  });

  it('can be recorded and printed, whatever it was', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(clean(text)).not.toMatch(/[^\P{Cc}\n\t]/u);
        expect(clean(text).isWellFormed()).toBe(true);
      }),
    );
  });

  it('is not changed by a second cleaning', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(clean(clean(text))).toBe(clean(text));
        expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
      }),
    );
  });
});

describe('a text on one line', () => {
  it('has no line end of any alphabet, and no white space around it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(cleanLine(text)).not.toMatch(/[\n\r\u2028\u2029\u0085]/);
        expect(cleanLine(text)).toBe(cleanLine(text).trim());
      }),
    );
  });

  it('folds what stood on several', () => {
    expect(cleanLine('Error: no\n\n\tCaused by:\r\n  1: why')).toBe('Error: no Caused by: 1: why');
  });
});
