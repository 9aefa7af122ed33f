import { describe, expect, it } from 'vitest';
import { mergeChanges } from '../../../../src/domain/runs/stream/merge-changes.ts';

const seen = {
  base: '1'.repeat(40),
  files: [
    { path: 'a.txt', kind: 'update' as const, sha256: 'a', seen: 'repository' as const },
    { path: 'c.txt', kind: 'add' as const, sha256: 'c', seen: 'repository' as const },
  ],
  total: 2,
  digest: 'd',
};

describe('the files that a run changed', () => {
  it('say whether the stream, the repository or both name them', () => {
    const named = [
      { path: 'c.txt', kind: 'add' as const },
      { path: 'b.log', kind: 'add' as const },
      { path: '/etc/motd', kind: 'delete' as const },
    ];
    expect(mergeChanges(seen, named, (path) => `of ${path}`)).toEqual({
      base: seen.base,
      files: [
        { path: '/etc/motd', kind: 'delete', sha256: null, seen: 'stream' },
        { path: 'a.txt', kind: 'update', sha256: 'a', seen: 'repository' },
        { path: 'b.log', kind: 'add', sha256: 'of b.log', seen: 'stream' },
        { path: 'c.txt', kind: 'add', sha256: 'c', seen: 'both' },
      ],
      total: 4,
      digest: 'd',
    });
  });
});
