import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../../../src/domain/base/documents/decode-utf8.ts';

describe('decoding UTF-8 strictly', () => {
  it('gives back any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.startsWith('\uFEFF'));
        expect(decodeUtf8(Buffer.from(text))).toEqual({ type: 'text', text });
      }),
    );
  });

  it('names the first byte that does not fit, by line and column', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (before, after) => {
        const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);
        const offset = Buffer.byteLength(before);
        const lines = bytes.subarray(0, offset).toString('latin1').split('\n');
        expect(decodeUtf8(bytes)).toMatchObject({
          type: 'not UTF-8',
          line: lines.length,
          column: (lines.at(-1) ?? '').length + 1,
          message: expect.stringContaining(`byte 0xff at offset ${offset}`),
        });
      }),
    );
  });

  it('refuses a text that is cut off inside of a character', () => {
    expect(decodeUtf8(Buffer.from('a\u20ac').subarray(0, 3))).toMatchObject({ type: 'not UTF-8', line: 1 });
  });
});
