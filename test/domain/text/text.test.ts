import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { clean, cleanLine } from '../../../src/domain/text/clean.ts';
import { formatDuration, parseDuration } from '../../../src/domain/text/duration.ts';
import { fitLine, pad } from '../../../src/domain/text/fit.ts';
import { redact } from '../../../src/domain/text/redact.ts';
import { suggest } from '../../../src/domain/text/suggest.ts';

const isControl = (character: string) =>
  /\p{Cc}/u.test(character) && character !== '\n' && character !== '\t';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

describe('text from outside', () => {
  it('loses escape sequences, controls and bidirectional overrides, and keeps its words', () => {
    expect(clean('\u001b[31mred\u001b[0m \u001b]0;title\u0007x\u202ey')).toBe('red xy');
    expect(clean('one\r\ntwo\tthree')).toBe('one\ntwo\tthree');
    expect(cleanLine(' a \n\t b ')).toBe('a b');
  });

  it('never keeps a control character, whatever it is made of', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect([...clean(text)].filter((character) => isControl(character))).toEqual([]);
      }),
    );
  });
});

describe('secrets', () => {
  it.each([
    ['an OpenAI key', 'key sk-proj-abcdefghijklmnop0123 end', 'abcdefghijklmnop'],
    ['a GitHub token', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'abcdefghijklmnop'],
    ['a bearer header', 'Authorization: Bearer abc.def.ghi-jkl', 'abc.def.ghi'],
    ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', 'eyJzdWIiOiIxMjM0In0'],
    ['an auth.json value', '{"OPENAI_API_KEY": "plain-secret-value"}', 'plain-secret-value'],
    ['a refresh token', 'refresh_token=abcdef123456', 'abcdef123456'],
    ['a password in an address', 'https://ada:hunter22@example.com/x', 'hunter22'],
    [
      'a private key',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA\n-----END OPENSSH PRIVATE KEY-----',
      'b3BlbnNzaA',
    ],
  ])('redacts %s', (_, text, secret) => {
    expect(redact(text)).not.toContain(secret);
    expect(redact(text)).toContain('[redacted]');
  });

  it('leaves ordinary output alone', () => {
    const output = 'codex-cli 0.139.0\nlistening on: ws://127.0.0.1:41459\n{"installed": [], "tokens": 120}';
    expect(redact(output)).toBe(output);
  });

  it('never leaves a known secret, and changes nothing more the second time', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{8,40}$/);
    fc.assert(
      fc.property(anyText, secret, anyText, (before, value, after) => {
        const once = redact(`${before}${value}${after}`, [value]);
        expect(once).not.toContain(value);
        expect(redact(once, [value])).toBe(once);
      }),
    );
  });
});

describe('a line of a table', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly', 7, 'exactly'],
    ['too long a line', 8, 'too lon…'],
    ['日本語テキスト', 7, '日本語…'],
    ['👩‍👩‍👧 family', 4, '👩‍👩‍👧 …'],
    ['x', 0, ''],
  ])('fits %j into %i cells', (line, width, fitted) => {
    expect(fitLine(line, width)).toBe(fitted);
  });

  it('is never wider than asked for, and exactly as wide when padded', () => {
    const lines = fc.string({ unit: 'grapheme' }).map((text) => cleanLine(text));
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: 40 }), (line, width) => {
        expect(stringWidth(fitLine(line, width))).toBeLessThanOrEqual(width);
        expect(stringWidth(pad(line, width))).toBe(width);
      }),
    );
  });
});

describe('durations', () => {
  it.each([
    ['250ms', 250],
    ['10s', 10_000],
    ['2m', 120_000],
    ['0s', undefined],
    ['10', undefined],
    ['-1s', undefined],
    ['1h', undefined],
  ])('reads %j as %s ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    [71.4, '71 ms'],
    [1_420, '1.4 s'],
    [59_949, '59.9 s'],
    [59_950, '1 m 00 s'],
    [125_000, '2 m 05 s'],
  ])('shows %d ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('a mistyped word', () => {
  it.each([
    ['chek', 'check'],
    ['STATUS', 'status'],
    ['histroy', 'history'],
    ['frobnicate', undefined],
  ])('%s suggests %s', (word, near) => {
    expect(suggest(word, ['init', 'status', 'check', 'history'])).toBe(near);
  });
});
