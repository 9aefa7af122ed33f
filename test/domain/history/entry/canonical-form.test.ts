import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/domain/base/canonical-json.ts';
import { CanonicalForms, isCanonical } from '../../../../src/domain/history/entry/canonical-form.ts';

describe('a body in canonical form', () => {
  it('is what canonical JSON writes, whatever the value', () => {
    const forms = new CanonicalForms(1);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(forms.isCanonical('any', canonicalJson(value))).toBe(true);
      }),
    );
  });

  it.each([
    ['a member twice', '{"a":1,"a":2}'],
    ['a member twice, deeper', '{"a":{"b":"x","b":"x"},"v":1}'],
    ['members out of order', '{"b":1,"a":2}'],
    ['a space', '{"a": 1}'],
    ['a line end', '{"a":1}\n'],
    ['a number in another spelling', '{"a":1.0}'],
    ['a number with an exponent', '{"a":1e2}'],
    ['minus zero', '{"a":-0}'],
    ['a number that is too large for one', '{"a":9007199254740993}'],
    ['an escape that is not needed', '{"a":"\\u0041"}'],
    ['an escaped slash', '{"a":"\\/"}'],
    ['an escape in capitals', '{"a":"\\u001F"}'],
    ['a long escape for a short one', '{"a":"\\u000a"}'],
    ['half a pair of surrogates', '{"a":"\\ud800"}'],
    ['no JSON', 'junk'],
    ['JSON that does not end', '{"a":1'],
  ])('is not one with %s, before or after bodies that look like it', (_, body) => {
    const forms = new CanonicalForms(1);
    expect(forms.isCanonical('any', body)).toBe(false);
    for (const alike of ['{"a":1}', '{"a":"x"}', '{"a":1.5}', '{"a":{"b":"x"},"v":1}', '{"a":1,"b":2}'])
      expect(forms.isCanonical('any', alike)).toBe(true);
    expect(forms.isCanonical('any', body)).toBe(false);
  });

  it('is told the same when patterns begin later', () => {
    const forms = new CanonicalForms(3);
    for (let a = 1; a < 6; a++) {
      expect(forms.isCanonical('any', `{"a":${a}}`)).toBe(true);
      expect(forms.isCanonical('any', `{"a":${a}.0}`)).toBe(false);
    }
  });

  it('is found as by parsing, in bodies that were changed a little', () => {
    const change = fc.record({
      at: fc.nat(),
      text: fc.constantFrom(
        '',
        ' ',
        '"',
        '\\',
        '1',
        '0',
        '.5',
        'e1',
        '-',
        ',',
        ':',
        '{',
        '}',
        '"a":1,',
        '\\u0041',
        '\ud800',
      ),
      removed: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(change, { maxLength: 3 }), (value, changes) => {
        const forms = new CanonicalForms(1);
        const body = canonicalJson(value);
        expect(forms.isCanonical('any', body)).toBe(true);
        const changed = changes.reduce((text, { at, text: added, removed }) => {
          const start = at % (text.length + 1);
          return text.slice(0, start) + added + text.slice(start + removed);
        }, body);
        expect(forms.isCanonical('any', changed)).toBe(isCanonical(changed));
      }),
      { numRuns: 500 },
    );
  });
});
