import { hashNode, TreeHasher } from './merkle.ts';

/** Leaves from `start` up to, but not including, `end`. A proof is a list of the roots over such ranges. */
export type LeafRange = { start: number; end: number };

/**
 * What an inclusion proof is made of, from the leaf's neighbour up to the root's child
 * (RFC 6962 §2.1.1).
 */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
  return pathOf(index, { start: 0, end: size });
}

function pathOf(index: number, { start, end }: LeafRange): readonly LeafRange[] {
  if (end - start === 1) return [];
  const middle = start + largestPowerBelow(end - start);
  const [left, right] = [
    { start, end: middle },
    { start: middle, end },
  ];
  return index < middle ? [...pathOf(index, left), right] : [...pathOf(index, right), left];
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/**
 * Computes the roots over several ranges in one walk over the leaves, which arrive in order. The
 * answer has the order of `ranges`.
 */
export class RangeHasher {
  readonly #parts: readonly { range: LeafRange; hasher: TreeHasher }[];
  #next = 0;

  constructor(ranges: readonly LeafRange[]) {
    this.#parts = ranges.map((range) => ({ range, hasher: new TreeHasher() }));
  }

  add(leafHash: string): void {
    for (const { range, hasher } of this.#parts) {
      if (this.#next >= range.start && this.#next < range.end) hasher.add(leafHash);
    }
    this.#next += 1;
  }

  /** @throws RangeError when the leaves ended before the ranges did */
  roots(): readonly string[] {
    return this.#parts.map(({ range, hasher }) => {
      if (hasher.size !== range.end - range.start)
        throw new RangeError(`leaves ${range.start} to ${range.end} were not all given`);
      return hasher.root();
    });
  }
}

/** Whether a leaf is at `index` of the tree with this size and root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(claim: {
  leafHash: string;
  index: number;
  size: number;
  proof: readonly string[];
  root: string;
}): boolean {
  const { leafHash, index, size, proof, root } = claim;
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let position = index;
  let last = size - 1;
  let computed = leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      computed = hashNode(sibling, computed);
      // The rightmost node of a level without a neighbour moves up until it has one on its left.
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)];
    } else computed = hashNode(computed, sibling);
    [position, last] = [half(position), half(last)];
  }
  return last === 0 && computed === root;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
