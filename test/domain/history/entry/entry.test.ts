import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/domain/base/canonical-json.ts';
import {
  type Entry,
  GENESIS_HASH,
  hashEntry,
  sealEntry,
} from '../../../../src/domain/history/entry/entry.ts';
import { originColumn } from '../../../../src/domain/history/entry/entry-origin.ts';
import { ChainVerifier } from '../../../../src/domain/history/proof/chain.ts';

const text = fc.string({ unit: 'grapheme' });
const drafts = fc.array(
  fc.record({
    id: text,
    at: text,
    actor: text,
    kind: text,
    subject: text,
    body: fc.jsonValue().map(canonicalJson),
  }),
  { minLength: 1, maxLength: 12 },
);

function chain(list: readonly Omit<Entry, 'seq' | 'prev_hash' | 'hash'>[]): Entry[] {
  const entries: Entry[] = [];
  for (const draft of list) entries.push(sealEntry(draft, entries.at(-1)));
  return entries;
}

function firstFault(entries: readonly Entry[]) {
  const verifier = new ChainVerifier();
  for (const entry of entries) {
    const fault = verifier.next(entry);
    if (fault) return fault;
  }
  return undefined;
}

describe('an entry', () => {
  it('is hashed over the canonical JSON of its other columns', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        for (const { hash, body, ...columns } of chain(list)) {
          const canonical = canonicalize({ ...columns, body: JSON.parse(body) }) ?? '';
          expect(createHash('sha256').update(canonical).digest('hex')).toBe(hash);
        }
      }),
    );
  });

  it('takes its origin into the hash where it has one, and is hashed as before where it has none', () => {
    const origin = originColumn({ account: 'ada', host: 'build-7', namedBy: 'flag' });
    fc.assert(
      fc.property(drafts, (list) => {
        for (const draft of list) {
          const { hash, body, ...columns } = sealEntry({ ...draft, origin }, undefined);
          const canonical = canonicalize({ ...columns, body: JSON.parse(body), origin: JSON.parse(origin) });
          expect(
            createHash('sha256')
              .update(canonical ?? '')
              .digest('hex'),
          ).toBe(hash);
          expect(sealEntry({ ...draft, origin: null }, undefined).hash).toBe(
            sealEntry(draft, undefined).hash,
          );
          for (const other of [null, '', origin.replace('ada', 'eve')])
            expect(hashEntry({ ...draft, seq: 1, prev_hash: GENESIS_HASH, origin: other })).not.toBe(hash);
        }
      }),
    );
  });

  it('has a body in the form of RFC 8785', () => {
    expect(
      canonicalJson({
        numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27],
        literals: [null, true, false],
      }),
    ).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}');
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '1': 3, '\u0080': 4, ö: 5 })).toBe(
      '{"\\r":2,"1":3,"\u0080":4,"ö":5,"€":1}',
    );
    expect(() => canonicalJson({ value: '\ud800' })).toThrow();
    expect(() => canonicalJson(undefined)).toThrow(TypeError);
  });

  it('starts the chain behind a hash of zeros', () => {
    const [first] = chain([{ id: 'a', at: 'b', actor: 'c', kind: 'd', subject: 'e', body: '{}' }]);
    expect(first).toMatchObject({ seq: 1, prev_hash: GENESIS_HASH });
  });
});

describe('the chain', () => {
  it('never accuses an honest history', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        expect(firstFault(chain(list))).toBeUndefined();
      }),
    );
  });

  it('finds any change of any column of any entry', () => {
    const columns = ['id', 'at', 'actor', 'kind', 'subject', 'body'] as const;
    fc.assert(
      fc.property(drafts, fc.nat(), fc.constantFrom(...columns), (list, pick, column) => {
        const entries = chain(list);
        const index = pick % entries.length;
        const tampered = entries.map((entry, at) =>
          at === index ? { ...entry, [column]: `${entry[column]} ` } : entry,
        );
        expect(firstFault(tampered)?.seq).toBe(index + 1);
      }),
    );
  });

  it('finds a changed entry whose own hash was made anew', () => {
    const entries = chain(
      [1, 2, 3].map((n) => ({ id: `${n}`, at: 'a', actor: 'b', kind: 'c', subject: 'd', body: '{}' })),
    );
    const forged = entries.map((entry) => {
      if (entry.seq !== 2) return entry;
      const changed = { ...entry, body: '{"forged":true}' };
      return { ...changed, hash: hashEntry(changed) };
    });
    expect(firstFault(forged)).toEqual({ seq: 3, reason: 'it does not follow the entry before it' });
  });

  it('finds a removed entry and a swapped order', () => {
    const entries = chain(
      [1, 2, 3].map((n) => ({ id: `${n}`, at: 'a', actor: 'b', kind: 'c', subject: 'd', body: '{}' })),
    );
    expect(firstFault(entries.filter(({ seq }) => seq !== 2))).toEqual({
      seq: 2,
      reason: 'entry 2 is missing; 3 follows',
    });
    const [first, second, third] = entries;
    expect(firstFault([first, third, second].filter((entry) => entry !== undefined))?.seq).toBe(2);
  });
});

describe('canonical JSON', () => {
  // RFC 8785 §3.2.2 and §3.2.3, appendix B.
  it.each([
    ['whitespace goes', { a: [1, { b: 2 }] }, '{"a":[1,{"b":2}]}'],
    ['keys are sorted by their UTF-16 units', { '\u{1f600}': 1, '\ufb33': 2 }, '{"\u{1f600}":1,"\ufb33":2}'],
    ['keys are sorted at every depth', { b: { d: 1, c: 2 }, a: 0 }, '{"a":0,"b":{"c":2,"d":1}}'],
    ['lists keep their order', [3, 1, 2], '[3,1,2]'],
    ['zero has no sign', -0, '0'],
    ['small numbers are written with an exponent', 1e-7, '1e-7'],
    ['large numbers are written out up to 21 digits', 1e20, '100000000000000000000'],
    ['larger ones with an exponent', 1e21, '1e+21'],
    ['the largest', Number.MAX_VALUE, '1.7976931348623157e+308'],
    ['the smallest', Number.MIN_VALUE, '5e-324'],
    ['controls are escaped, shortly where there is a short form', '\u000f\n\b', '"\\u000f\\n\\b"'],
    ['what need not be escaped is not', '€$/\u2028<', '"€$/\u2028<"'],
    ['members without a value are left out', { a: undefined, b: 1 }, '{"b":1}'],
  ])('%s', (_, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  it('is the same however an object was put together, and comes back equal', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });

  it.each([
    ['not a number', Number.NaN],
    ['infinite', { a: Number.POSITIVE_INFINITY }],
    ['half a character', ['\udc00']],
    ['a function', () => 1],
    ['nothing', undefined],
  ])('is refused for what is %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });
});

describe('an entry with half a character in a column', () => {
  const good = { id: 'a', at: 'b', actor: 'c', kind: 'd', subject: 'e', body: '{}' };

  it.each(['id', 'at', 'actor', 'kind', 'subject'] as const)(
    'is never sealed: no database would give its %s back, and an honest history would be accused',
    (column) => {
      expect(() => sealEntry({ ...good, [column]: 'x\ud83d' }, undefined)).toThrow();
      expect(sealEntry({ ...good, [column]: 'x😀\u0000' }, undefined).seq).toBe(1);
    },
  );
});
