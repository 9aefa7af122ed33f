import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/domain/base/canonical-json.ts';
import { textsNamedIn } from '../../../../src/domain/history/entry/named-texts.ts';

const digest = (letter: string) => letter.repeat(64);

describe('the texts that an entry names', () => {
  it('are those of the form {label, sha256, size}, wherever they stand', () => {
    const body = canonicalJson({
      evidence: [
        { label: 'a', sha256: digest('a'), size: 1 },
        { label: 'b', sha256: digest('b'), size: 2 },
      ],
      text: { label: 'c', sha256: digest('c'), size: 3 },
    });
    expect(textsNamedIn(body)).toEqual([digest('a'), digest('b'), digest('c')]);
  });

  it('are not digests of other things, nor what looks like one inside a text', () => {
    const inside = canonicalJson({ label: 'x', sha256: digest('d'), size: 1 });
    const body = canonicalJson({
      summary: inside,
      sha256: 'short',
      removed: [{ bytes: 1, digest: digest('e') }],
      items: [{ sha256: digest('f'), title: 'no text' }],
    });
    expect(textsNamedIn(body)).toEqual([]);
  });

  it('are found as parsing would find them, in any body', () => {
    const evidence = fc.record({
      label: fc.string({ unit: 'grapheme' }),
      sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
      size: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(evidence, { maxLength: 5 }), fc.string({ unit: 'grapheme' }), (named, text) => {
        const body = canonicalJson({ v: 1, text, nested: { named, text: canonicalJson({ text, named }) } });
        expect(textsNamedIn(body)).toEqual(named.map(({ sha256 }) => sha256));
      }),
    );
  });
});
