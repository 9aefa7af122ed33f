import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inclusionRanges,
  type LeafRange,
  RangeHasher,
  verifyInclusion,
} from '../../../../src/domain/history/proof/merkle-proof.ts';
import { ctLeaves, ctRoots, hashLeaf, rootByDefinition } from '../../../support/merkle.ts';

const rootAt = (size: number) => ctRoots[size - 1] ?? '';
const leafAt = (index: number) => hashLeaf(ctLeaves[index] ?? Buffer.alloc(0));

function proofOver(leaves: readonly Uint8Array[], ranges: readonly LeafRange[]): readonly string[] {
  const hasher = new RangeHasher(ranges);
  for (const data of leaves) hasher.add(hashLeaf(data));
  return hasher.roots();
}

/** Another hash, as a forger would try one. */
const altered = (hash: string) => (hash.startsWith('0') ? '1' : '0') + hash.slice(1);

describe('an inclusion proof', () => {
  it.each([
    [0, 1, []],
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [
      1,
      5,
      [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('is that of the published vectors: leaf %i of %i', (index, size, published) => {
    const proof = proofOver(ctLeaves, inclusionRanges(index, size));
    expect(proof).toEqual(published);
    expect(verifyInclusion({ leafHash: leafAt(index), index, size, proof, root: rootAt(size) })).toBe(true);
  });

  it('convinces for every leaf of every tree, and for no other leaf, place, size or root', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uint8Array({ maxLength: 8 }), sizes), fc.nat(), (leaves, any) => {
        const size = leaves.length;
        const index = any % size;
        const proof = proofOver(leaves, inclusionRanges(index, size));
        const claim = {
          leafHash: hashLeaf(leaves[index] ?? new Uint8Array()),
          index,
          size,
          proof,
          root: rootByDefinition(leaves),
        };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leafHash: altered(claim.leafHash) })).toBe(false);
        expect(verifyInclusion({ ...claim, root: altered(claim.root) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, claim.root] })).toBe(false);
        for (let other = 0; other < size; other++)
          expect(verifyInclusion({ ...claim, index: other })).toBe(other === index);
        for (const at of proof.keys()) {
          expect(verifyInclusion({ ...claim, proof: proof.toSpliced(at, 1) })).toBe(false);
          expect(verifyInclusion({ ...claim, proof: proof.with(at, altered(proof[at] ?? '')) })).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([-1, 8, 1.5, Number.NaN])('is refused for the place %d of a tree of 8', (index) => {
    expect(verifyInclusion({ leafHash: leafAt(0), index, size: 8, proof: [], root: rootAt(8) })).toBe(false);
  });

  it('is not made for a leaf that is not there', () => {
    expect(() => inclusionRanges(8, 8)).toThrow(RangeError);
    expect(() => proofOver(ctLeaves.slice(0, 4), inclusionRanges(0, 8))).toThrow(RangeError);
  });
});

const sizes = { minLength: 1, maxLength: 40, selector: (data: Uint8Array) => data.join() };
