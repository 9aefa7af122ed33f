import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/domain/base/canonical-json.ts';
import {
  type Entry,
  GENESIS_HASH,
  hashEntry,
  sealEntry,
} from '../../../../src/domain/history/entry/entry.ts';
import { ChainVerifier } from '../../../../src/domain/history/proof/chain.ts';

const text = fc.string({ unit: 'grapheme' });
const histories = fc
  .array(
    fc.record({
      id: text,
      at: text,
      actor: text,
      kind: text,
      subject: text,
      body: fc.jsonValue().map(canonicalJson),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((drafts) => {
    const entries: Entry[] = [];
    for (const draft of drafts) entries.push(sealEntry(draft, entries.at(-1)));
    return entries;
  });

function nth(entries: readonly Entry[], index: number): Entry {
  const entry = entries[index];
  if (!entry) throw new Error(`there is no entry at ${index}`);
  return entry;
}

function walk(entries: readonly Entry[]) {
  const verifier = new ChainVerifier();
  for (const entry of entries) {
    const fault = verifier.next(entry);
    if (fault) return { fault, verified: verifier.verified, head: verifier.head };
  }
  return { fault: undefined, verified: verifier.verified, head: verifier.head };
}

describe('an honest history', () => {
  it('is whole to its last entry, whose hash is its head', () => {
    fc.assert(
      fc.property(histories, (entries) => {
        expect(walk(entries)).toEqual({
          fault: undefined,
          verified: entries.length,
          head: entries.at(-1)?.hash,
        });
      }),
    );
  });

  it('is whole while it is empty', () => {
    expect(walk([])).toEqual({ fault: undefined, verified: 0, head: GENESIS_HASH });
  });

  it('is whole in every beginning of it, which is why the newest entries can be cut off unseen', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (entries, length) => {
        expect(walk(entries.slice(0, length % (entries.length + 1))).fault).toBeUndefined();
      }),
    );
  });
});

describe('a history that was tampered with', () => {
  const columns = ['id', 'at', 'actor', 'kind', 'subject', 'body', 'prev_hash', 'hash'] as const;

  it('is found out by any single field of any entry that is another', () => {
    fc.assert(
      fc.property(histories, fc.nat(), fc.constantFrom(...columns), text, (entries, pick, column, value) => {
        const index = pick % entries.length;
        fc.pre(entries[index]?.[column] !== value);
        const tampered = entries.map((entry, at) => (at === index ? { ...entry, [column]: value } : entry));
        const { fault, verified } = walk(tampered);
        expect(fault?.seq).toBe(index + 1);
        expect(verified).toBe(index);
      }),
      { numRuns: 300 },
    );
  });

  it('is found out by a number that is another', () => {
    fc.assert(
      fc.property(histories, fc.nat(), fc.integer(), (entries, pick, seq) => {
        const index = pick % entries.length;
        fc.pre(seq !== index + 1);
        const tampered = entries.map((entry, at) => (at === index ? { ...entry, seq } : entry));
        expect(walk(tampered).fault?.seq).toBe(index + 1);
      }),
    );
  });

  it('is found out by an entry that is missing, before the last', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (entries, pick) => {
        fc.pre(entries.length > 1);
        const index = pick % (entries.length - 1);
        expect(walk(entries.filter((_, at) => at !== index)).fault).toEqual({
          seq: index + 1,
          reason: `entry ${index + 1} is missing; ${index + 2} follows`,
        });
      }),
    );
  });

  it('is found out by two entries that changed places, though their numbers were changed as well', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (entries, pick) => {
        fc.pre(entries.length > 1);
        const index = pick % (entries.length - 1);
        const swapped = entries.map((_, at) => {
          const from = at === index ? index + 1 : at === index + 1 ? index : at;
          return { ...nth(entries, from), seq: at + 1 };
        });
        expect(walk(swapped).fault?.seq).toBe(index + 1);
      }),
    );
  });

  it('is found out by an entry that stands twice', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (entries, pick) => {
        const index = pick % entries.length;
        const doubled = entries.toSpliced(index, 0, nth(entries, index));
        expect(walk(doubled).fault?.seq).toBe(index + 2);
      }),
    );
  });

  it('is found out by an entry that was put in and sealed anew', () => {
    fc.assert(
      fc.property(histories, histories, (entries, forged) => {
        fc.pre(entries.length > 1);
        const first = nth(entries, 0);
        const put = sealEntry({ ...nth(forged, 0), id: 'forged' }, first);
        const later = entries.slice(1).map((entry) => ({ ...entry, seq: entry.seq + 1 }));
        expect(walk([first, put, ...later]).fault?.seq).toBe(3);
      }),
    );
  });

  it('cannot move text from one field into its neighbour under the same hash', () => {
    const entry = {
      seq: 1,
      id: 'a',
      at: 'b',
      actor: 'c',
      kind: 'd',
      subject: 'e',
      body: '{}',
      prev_hash: GENESIS_HASH,
    };
    const hash = hashEntry(entry);
    expect(hashEntry({ ...entry, actor: 'c","at":"b', at: '' })).not.toBe(hash);
    expect(hashEntry({ ...entry, body: '{},"id":"a"' })).not.toBe(hash);
    expect(hashEntry({ ...entry, id: 'a","kind":"d' })).not.toBe(hash);
  });
});
