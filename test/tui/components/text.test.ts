import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import {
  beginningOf,
  factLines,
  insideOf,
  isFound,
  isHeading,
  isShownToEnd,
  jump,
  scrolledPlace,
  wrapLines,
  wrapText,
} from '../../../src/tui/components/text.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { hostile } from '../../support/recorded-builders.ts';
import { controls, on } from '../support.tsx';

describe('a text on the screen', () => {
  it('keeps the indent of a line that is wrapped, and begins no line with the space it was wrapped at', () => {
    expect(wrapText('  a remedy of many words', 12)).toEqual(['  a remedy', '  of many', '  words']);
    expect(wrapText('plain words only', 6)).toEqual(['plain', 'words', 'only']);
  });

  it('leaves lines that fit as they are', () => {
    expect(wrapText('a\n\n   b  c ', 20)).toEqual(['a', '', '   b  c ']);
  });

  it('goes on below the value of a line that names one', () => {
    expect(wrapText('  owner   team lead and others', 20)).toEqual([
      '  owner   team lead',
      '          and others',
    ]);
    expect(wrapText('note: no  name of a value', 14)).toEqual(['note: no  name', 'of a value']);
    expect(wrapText('a name longer than half  value', 24)).toEqual(['a name longer than half', 'value']);
  });

  it('breaks what has no space to break at, however deep its indent', () => {
    expect(wrapText('aaaaaaaa', 4)).toEqual(['aaaa', 'aaaa']);
    expect(wrapText(`${' '.repeat(30)}abcdef`, 8).every((line) => line.length <= 8)).toBe(true);
  });

  it('has blanks in place of tabs, up to the next stop, also after wide characters', () => {
    expect(wrapText('a\tb\n1234567\t8\n12345678\t9\n\tx', 40)).toEqual([
      'a       b',
      '1234567 8',
      '12345678        9',
      '        x',
    ]);
    expect(wrapText('日本\tx', 40)).toEqual(['日本    x']);
  });

  it('fits every width, and obeys no control sequence', () => {
    const word = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(hostile, '\t', '日本語', '  '));
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 4, max: 60 }), (words, columns) => {
        for (const line of wrapText(words.join(' '), columns)) {
          expect(stringWidth(line)).toBeLessThanOrEqual(columns);
          expect(line).not.toMatch(controls);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('knows of each line which line of the text it comes from', () => {
    expect(wrapLines('one two\nthree', 4).map(({ line, from }) => `${from} ${line}`)).toEqual([
      '0 one',
      '0 two',
      '1 thre',
      '1 e',
    ]);
  });
});

describe('the beginning of a text', () => {
  it.each([
    ['a\nb\nc\nd', 1, 'a\nb'],
    ['a\nb\nc\nd', 2, 'a\nb\nc'],
    ['a\nb', 5, 'a\nb'],
    ['', 3, ''],
  ])('of %j for %i rows has a line more, which shows that there is more', (text, rows, beginning) => {
    expect(beginningOf(text, rows)).toBe(beginning);
  });
});

describe('facts', () => {
  it('are lines of a name and a value; one without a value is left out', () => {
    expect(
      factLines([
        ['owner', 'team lead'],
        ['fix', undefined],
        ['found', ''],
        ['recorded', 'a\nb'],
      ]),
    ).toEqual(['owner     team lead', 'recorded  a b']);
  });
});

describe('the place in a scrolled text', () => {
  const text = Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n');

  it.each([
    [0, 'lines 1–5 of 20'],
    [3, 'lines 4–8 of 20'],
    [99, 'lines 16–20 of 20'],
  ])('after %i lines', (scroll, place) => {
    expect(scrolledPlace(text, scroll, { rows: 5, columns: 20 })).toBe(place);
  });

  it('is not said where all of it is seen', () => {
    expect(scrolledPlace(text, 0, { rows: 20, columns: 20 })).toBe('');
  });

  it('counts lines as they are wrapped', () => {
    expect(scrolledPlace(text, 0, { rows: 5, columns: 4 })).toBe('lines 1–5 of 40');
  });
});

describe('what a key looks for in an open text', () => {
  const text = '# One\ntext\n# Two\ntext\n# Three\ntext\ntext\ntext\ntext';
  const open = (scroll: number): State =>
    on('runbooks', { page: { rows: 4, columns: 40 }, detail: { of: 'row', scroll } });
  const to = (scroll: number, where?: 'next' | 'before' | 'here') =>
    jump(open(scroll), text, { fits: isHeading, ...(where ? { to: where } : {}) }).detail?.scroll;

  it.each([
    [0, undefined, 2],
    [2, undefined, 4],
    [4, undefined, 0],
    [2, 'here', 2],
    [3, 'here', 4],
    [3, 'before', 2],
    [0, 'before', 0],
  ] as const)('from line %i, %s, is line %i', (scroll, where, line) => {
    expect(to(scroll, where)).toBe(line);
  });

  it('stays where nothing fits, and needs an open text', () => {
    expect(jump(open(1), text, { fits: () => false })).toEqual(open(1));
    const closed = on('runbooks');
    expect(jump(closed, text, { fits: isHeading })).toBe(closed);
  });

  it.each([
    ['Config.toml', 'config', true],
    ['Config.toml', '', false],
    ['Config.toml', 'tomlx', false],
  ])('in %j by %j: %s', (line, search, found) => {
    expect(isFound(line, search)).toBe(found);
  });

  it.each([
    ['# A', true],
    ['###### A', true],
    ['####### A', false],
    ['#A', false],
    [' # A', false],
  ])('of headings: %j is one, %s', (line, is) => {
    expect(isHeading(line)).toBe(is);
  });

  it('was shown to its end once the last line was on the screen', () => {
    expect(insideOf({ rows: 4, columns: 40 })).toEqual({ rows: 2, columns: 36 });
    expect([0, 6, 7].map((scroll) => isShownToEnd(open(scroll), text))).toEqual([false, false, true]);
    expect(isShownToEnd(open(0), 'short')).toBe(true);
    expect(isShownToEnd(on('runbooks'), 'short')).toBe(false);
  });
});
