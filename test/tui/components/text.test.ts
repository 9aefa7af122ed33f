import { describe, expect, it } from 'vitest';
import { wrapText } from '../../../src/tui/components/text.ts';

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
});
