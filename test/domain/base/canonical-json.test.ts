import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/domain/base/canonical-json.ts';

/** The example of RFC 8785 §3.2.2, which has its members in another order. */
const ofRfc = {
  numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
  string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
  literals: [null, true, false],
};
/** The names of RFC 8785 §3.2.3, which are sorted by UTF-16 code units. */
const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];

describe('canonical JSON', () => {
  it('is that of RFC 8785', () => {
    expect(canonicalJson(ofRfc)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
    const text = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
    expect([...text.matchAll(/"((?:\\.|[^"])*)":0/g)].map(([, name]) => JSON.parse(`"${name}"`))).toEqual([
      '\r',
      '1',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ]);
  });

  it('is what the reference implementation writes, whatever the members are called', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', '10', '9', '01', '-1', ':', 'toString', 'constructor', ''),
      fc.nat({ max: 2000 }).map(String),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.boolean(),
        fc.constantFrom(null, undefined),
        fc.date({ noInvalidDate: true }),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(name, tie('value'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(value, (one) => {
        fc.pre(one !== undefined);
        expect(canonicalJson(one)).toBe(canonicalize(one));
      }),
    );
  });

  it('goes as deep as it has to', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 1000; level++) deep = level % 2 === 0 ? [deep] : { b: deep, a: level };
    expect(canonicalJson(deep)).toBe(canonicalize(deep));
  });

  const around: unknown[] = [];
  around.push({ around });
  it.each([
    ['NaN', Number.NaN],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['a lone surrogate', { text: 'a\ud800b' }],
    ['a lone surrogate in a name', { 'a\udc00': 1 }],
    ['a value within itself', around],
    ['no value', undefined],
    ['a function', () => 1],
    ['a large integer of its own kind', 1n],
  ])('is refused for %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });
});
