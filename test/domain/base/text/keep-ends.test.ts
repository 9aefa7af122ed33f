import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepEnds } from '../../../../src/domain/base/text/keep-ends.ts';

const size = (text: string) => Buffer.byteLength(text);

describe('a long text', () => {
  it('keeps its beginning and more of its end, and says how much is left out', () => {
    const text = `begin\n${'x'.repeat(5000)}\nend\n`;
    const kept = keepEnds(text, 1000);
    expect(kept).toMatch(/^begin\nx+\n\[4093 bytes are left out here\]\nx+\nend\n$/);
    expect(size(kept)).toBeLessThanOrEqual(1000);
  });

  it('that fits is kept as it is', () => {
    expect(keepEnds('short', 1000)).toBe('short');
  });

  it('never takes more room than it is given, whatever it is written in', () => {
    const any = fc.string({ unit: 'grapheme', minLength: 200, maxLength: 2000 });
    fc.assert(
      fc.property(
        any,
        fc.integer({ min: 200, max: 600 }),
        (text, room) => size(keepEnds(text, room)) <= room,
      ),
    );
  });
});
