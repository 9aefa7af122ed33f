import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashTree, type TreeEntry } from '../../../src/domain/plugins/plugin-tree.ts';
import { readTree, writeTree } from '../../../src/domain/plugins/tree-text.ts';

const entry: fc.Arbitrary<TreeEntry> = fc.oneof(
  fc.record({
    type: fc.constant('file' as const),
    sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
    size: fc.nat(),
    path: fc.string({ unit: 'binary', minLength: 1 }),
  }),
  fc.record({ type: fc.constant('link' as const), path: fc.string({ minLength: 1 }), target: fc.string() }),
  fc.record({ type: fc.constant('unreadable' as const), path: fc.string({ minLength: 1 }) }),
);
const tree = fc.uniqueArray(entry, { selector: ({ path }) => path, maxLength: 12 });

describe('the tree of a plugin', () => {
  it('comes back from its text as it was, whatever the names', () => {
    fc.assert(
      fc.property(tree, (entries) => {
        expect(readTree(writeTree(entries))).toEqual(entries);
      }),
    );
  });

  it('has one digest in whatever order it was read', () => {
    fc.assert(
      fc.property(tree, (entries) => {
        expect(hashTree([...entries].reverse())).toBe(hashTree(entries));
      }),
    );
  });

  it('has another digest when anything is another', () => {
    fc.assert(
      fc.property(tree, tree, (one, other) => {
        const sorted = (entries: readonly TreeEntry[]) => writeTree(entries).split('\n').sort().join('\n');
        expect(hashTree(one) === hashTree(other)).toBe(sorted(one) === sorted(other));
      }),
    );
  });
});
