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

/** What a consistency proof from an older size to a newer one is made of (RFC 6962 §2.1.2). */
export function consistencyRanges(from: number, to: number): readonly LeafRange[] {
  if (!(from >= 0 && from <= to)) throw new RangeError(`a tree of ${to} does not extend one of ${from}`);
  // Every tree extends the empty one, and itself: nothing is to be shown.
  return from === 0 || from === to ? [] : subproof(from, { start: 0, end: to }, 'known');
}

/** `known`: whether the verifier holds the root over exactly the old leaves of this range. */
function subproof(
  from: number,
  { start, end }: LeafRange,
  oldRoot: 'known' | 'unknown',
): readonly LeafRange[] {
  if (from === end) return oldRoot === 'known' ? [] : [{ start, end }];
  const middle = start + largestPowerBelow(end - start);
  return from <= middle
    ? [...subproof(from, { start, end: middle }, oldRoot), { start: middle, end }]
    : [...subproof(from, { start: middle, end }, 'unknown'), { start, end: middle }];
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

/** Whether the newer tree holds the older one as its beginning (RFC 9162 §2.1.4.2). */
export function verifyConsistency(claim: {
  from: { size: number; root: string };
  to: { size: number; root: string };
  proof: readonly string[];
}): boolean {
  const { from, to, proof } = claim;
  if (from.size > to.size) return false;
  if (from.size === to.size) return proof.length === 0 && from.root === to.root;
  if (from.size === 0) return proof.length === 0;
  // A complete old tree is itself the first node of the proof.
  const [first, ...nodes] = isPowerOfTwo(from.size) ? [from.root, ...proof] : proof;
  if (first === undefined) return false;
  let position = from.size - 1;
  let last = to.size - 1;
  while (position % 2 === 1) [position, last] = [half(position), half(last)];
  let older = first;
  let newer = first;
  for (const node of nodes) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      older = hashNode(node, older);
      newer = hashNode(node, newer);
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)];
    } else newer = hashNode(newer, node);
    [position, last] = [half(position), half(last)];
  }
  return last === 0 && older === from.root && newer === to.root;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  return 2 ** Math.floor(Math.log2(value)) === value;
}
