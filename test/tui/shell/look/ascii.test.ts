import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { toAscii, wantsAscii } from '../../../../src/tui/shell/look/ascii.ts';

describe('a terminal without UTF-8', () => {
  it.each([
    [{ LANG: 'C' }, true],
    [{ LANG: 'POSIX' }, true],
    [{ LANG: 'de_DE.ISO-8859-1' }, true],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, true],
    [{ LANG: 'C', LC_CTYPE: 'en_US.utf8' }, false],
    [{ LANG: 'C.UTF-8' }, false],
    [{ LANG: 'en_US.UTF-8', LC_ALL: '' }, false],
    [{ LANG: 'en_US.UTF-8', CODEX_COCKPIT_ASCII: '1' }, true],
    // Containers often name no locale, and their terminals know UTF-8.
    [{}, false],
  ])('%j: %s', (environment, ascii) => {
    expect(wantsAscii(environment)).toBe(ascii);
  });

  it('gets one sign for each cell, and its control sequences untouched', () => {
    expect(toAscii('\u001b[1m╭─ Pilot → 3/6 … ✘ fail – ok ▏│\u001b[0m')).toBe(
      '\u001b[1m+- Pilot > 3/6 ~ x fail - ok _|\u001b[0m',
    );
  });

  it.each(['日本語', 'Müller', '👩‍👩‍👧 ok', 'a\u0301'])('keeps the width of %j', (text) => {
    const shown = toAscii(text);
    expect(shown).toMatch(/^[\x20-\x7e]*$/);
    expect(stringWidth(shown)).toBe(stringWidth(text));
  });
});
