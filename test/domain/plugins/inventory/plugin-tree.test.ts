import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareTrees,
  hashTree,
  readTree,
  type TreeEntry,
  writeTree,
} from '../../../../src/domain/plugins/inventory/plugin-tree.ts';
import { nameFromBytes, nameToBytes, showName } from '../../../../src/domain/plugins/manifest/file-name.ts';

const name = fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => nameFromBytes(Buffer.from(bytes)));
const path = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), name);
const file = fc.record({
  type: fc.constant('file' as const),
  sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
  size: fc.nat(),
  path,
});
const entry: fc.Arbitrary<TreeEntry> = fc.oneof(
  file,
  fc.record({ type: fc.constant('link' as const), path, target: fc.oneof(fc.string(), name) }),
  fc.record({ type: fc.constant('unreadable' as const), path, why: fc.string() }),
);
const tree = fc.uniqueArray(entry, { selector: ({ path: of }) => of, maxLength: 12 });

describe('the name of a file', () => {
  it('keeps its bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        expect([...nameToBytes(nameFromBytes(Buffer.from(bytes)))]).toEqual([...bytes]);
      }),
    );
  });

  it('shows a byte that is not UTF-8 as its number, and tells two such names apart', () => {
    const names = [Buffer.of(0x61, 0xff), Buffer.of(0x61, 0xfe), Buffer.from('aä€😀')].map(nameFromBytes);
    expect(names.map(showName)).toEqual(['a\\xff', 'a\\xfe', 'aä€😀']);
  });
});

describe('the tree of a plugin', () => {
  it('comes back from its text as it was, whatever the names', () => {
    fc.assert(
      fc.property(tree, (entries) => {
        expect(readTree(Buffer.from(writeTree(entries)).toString())).toEqual(entries);
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
    const files = fc.uniqueArray(file, { selector: ({ path: of }) => of, maxLength: 12 });
    fc.assert(
      fc.property(files, files, (one, other) => {
        const sorted = (entries: readonly TreeEntry[]) =>
          entries
            .map(({ path: of, ...rest }) => `${of} ${'sha256' in rest ? rest.sha256 : ''}`)
            .sort()
            .join('\n');
        expect(hashTree(one) === hashTree(other)).toBe(sorted(one) === sorted(other));
      }),
    );
  });
});

const readable: readonly TreeEntry[] = [
  { type: 'file', path: 'a', sha256: 'a'.repeat(64), size: 1 },
  { type: 'link', path: 'ü', target: '../x' },
];
const odd: TreeEntry = {
  type: 'file',
  path: nameFromBytes(Buffer.of(0xff)),
  sha256: 'b'.repeat(64),
  size: 1,
};
const pipe: TreeEntry = { type: 'unreadable', path: 'pipe', why: 'it is a pipe' };
const now = (entries: readonly TreeEntry[]) => ({ treeSha256: hashTree(entries), entries });

/** The digest as it was recorded at first, before it named its form. */
function firstForm(entries: readonly TreeEntry[]): { treeSha256: string } {
  const hash = createHash('sha256');
  for (const each of entries) {
    const content = each.type === 'file' ? each.sha256 : each.type === 'link' ? each.target : '';
    for (const text of [each.type, each.path, content]) hash.update(`${text.length}:${text}`);
  }
  return { treeSha256: hash.digest('hex') };
}

describe('a digest that was recorded', () => {
  const changed: readonly TreeEntry[] = [
    { type: 'file', path: 'a', sha256: 'c'.repeat(64), size: 1 },
    ...readable.slice(1),
  ];
  it.each([
    ['the same bytes', { treeSha256: hashTree(readable) }, now(readable), 'same'],
    ['other bytes', { treeSha256: hashTree(readable) }, now(changed), 'changed'],
    ['a file of an odd name more', { treeSha256: hashTree(readable) }, now([...readable, odd]), 'changed'],
    ['the same bytes, recorded in the first form', firstForm(readable), now(readable), 'same'],
    ['other bytes, recorded in the first form', firstForm(readable), now(changed), 'changed'],
    [
      'a name that the first form left out',
      firstForm([...readable, { ...pipe, path: '\ufffd' }]),
      now([...readable, odd]),
      'older form',
    ],
    ['20,001 files that the first form left out', firstForm([]), now(readable), 'older form'],
    ['nothing, twice, in the first form', firstForm([]), firstForm([]), 'older form'],
    [
      'a .git that the first form left out',
      firstForm(readable),
      now([...readable, { ...odd, path: '.git/evil.sh' }]),
      'older form',
    ],
    [
      'the first form, with files that nobody knows',
      firstForm(readable),
      { treeSha256: hashTree(readable) },
      'older form',
    ],
    ['a pipe that is still there', now([...readable, pipe]), now([...readable, pipe]), 'unread'],
    ['a pipe that came', now(readable), now([...readable, pipe]), 'unread'],
  ] as const)('of %s', (_, recorded, tree, verdict) => {
    expect(compareTrees(recorded, tree)).toBe(verdict);
    expect(compareTrees(tree, recorded)).toBe(verdict);
  });
});
