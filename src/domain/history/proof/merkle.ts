import { hash } from 'node:crypto';

/**
 * The root of a tree without leaves: SHA-256 of nothing (RFC 6962 §2.1). Written out, since what makes it is otherwise
 * loaded by every start.
 */
export const EMPTY_ROOT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

// One buffer for all nodes: 0x01, left, right (RFC 6962 §2.1). It is filled and read in one step.
const node = Buffer.alloc(65, 1);
const leaf = Buffer.alloc(33, 0);

/**
 * The leaf of an entry in the tree over the history (RFC 6962 §2.1): SHA-256 over 0x00 and the data of the leaf,
 * which are the 32 bytes of the entry's hash, given in hex (docs/history.md).
 */
export function leafOfEntry(entryHash: string): string {
  leaf.write(entryHash, 1, 'hex');
  return hash('sha256', leaf, 'hex');
}

/** The hash of an inner node over two subtrees, all in hex. */
export function hashNode(left: string, right: string): string {
  node.write(left, 1, 'hex');
  node.write(right, 33, 'hex');
  return hash('sha256', node, 'hex');
}

/**
 * Computes the root over leaves that arrive one by one, and knows the root at every moment. It keeps
 * one hash for each complete subtree, so that millions of leaves need a few dozen hashes.
 */
export class TreeHasher {
  #size = 0;
  /** Roots of the complete subtrees, the largest first: one for each 1 in the binary form of the size. */
  readonly #subtrees: string[] = [];

  /** Number of leaves so far. */
  get size(): number {
    return this.#size;
  }

  /** Adds the next leaf by its hash, such as `leafOfEntry`. */
  add(leafHash: string): void {
    let subtree = leafHash;
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2))
      subtree = hashNode(this.#subtrees.pop() ?? '', subtree);
    this.#subtrees.push(subtree);
    this.#size += 1;
  }

  /** Roots of the complete subtrees so far, the largest first. */
  get subtrees(): readonly string[] {
    return [...this.#subtrees];
  }

  /** The Merkle tree hash over all leaves so far (RFC 6962 §2.1). */
  root(): string {
    return rootOver(this.#subtrees);
  }
}

/** The root over adjacent complete subtrees, the largest first. */
export function rootOver(subtrees: readonly string[]): string {
  const [smallest, ...larger] = subtrees.toReversed();
  if (smallest === undefined) return EMPTY_ROOT;
  return larger.reduce((right, left) => hashNode(left, right), smallest);
}
