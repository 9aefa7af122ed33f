import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_ROOT,
  hashNode,
  leafOfEntry,
  TreeHasher,
} from '../../../../src/domain/history/proof/merkle.ts';
import { ctLeaves, ctRoots, hashLeaf, rootByDefinition } from '../../../support/merkle.ts';

describe('the tree hash', () => {
  it('is that of the published vectors, at every size', () => {
    const hasher = new TreeHasher();
    const roots = ctLeaves.map((data) => {
      hasher.add(hashLeaf(data));
      return hasher.root();
    });
    expect(roots).toEqual(ctRoots);
  });

  it('of an empty tree is the hash of nothing', () => {
    expect(EMPTY_ROOT).toBe(createHash('sha256').digest('hex'));
    expect(new TreeHasher().root()).toBe(EMPTY_ROOT);
  });

  it('tells a leaf from a node of the same bytes', () => {
    const [left, right] = [hashLeaf(Buffer.from('a')), hashLeaf(Buffer.from('b'))];
    const bytes = Buffer.from(left + right, 'hex');
    expect(hashLeaf(bytes)).not.toBe(hashNode(left, right));
  });

  it('follows the recursive definition for any number of leaves', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 80 }), (data) => {
        const hasher = new TreeHasher();
        for (const one of data) hasher.add(hashLeaf(one));
        expect(hasher.size).toBe(data.length);
        expect(hasher.root()).toBe(rootByDefinition(data));
      }),
    );
  });

  it('does not change by being asked for', () => {
    const [asked, unasked] = [new TreeHasher(), new TreeHasher()];
    for (const data of ctLeaves) {
      asked.add(hashLeaf(data));
      asked.root();
      unasked.add(hashLeaf(data));
    }
    expect(asked.root()).toBe(unasked.root());
  });
});

describe('the leaf of an entry', () => {
  it('is made of 0x00 and the 32 bytes of its hash', () => {
    const entryHash = createHash('sha256').update('an entry').digest('hex');
    const expected = createHash('sha256')
      .update(Buffer.from(`00${entryHash}`, 'hex'))
      .digest('hex');
    expect(leafOfEntry(entryHash)).toBe(expected);
    expect(leafOfEntry(entryHash)).toBe(hashLeaf(Buffer.from(entryHash, 'hex')));
  });
});
