import { describe, expect, it } from 'vitest';
import { digestChanges } from '../../../../src/domain/runs/changes.ts';
import type { Changes } from '../../../../src/domain/runs/events.ts';
import { changedSince, mergeChanges } from '../../../../src/domain/runs/stream/merge-changes.ts';

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

describe('what was changed before the run began', () => {
  type File = Changes['files'][number];
  const changes = (...files: File[]) => ({
    ...{ base: seen.base, files, total: files.length, digest: digestChanges(files) },
  });
  const file = (path: string, kind: File['kind'], sha256: string | null): File => ({
    ...{ path, kind, sha256, seen: 'repository' },
  });
  const update = file('a.txt', 'update', 'a');
  const gone = file('b.txt', 'delete', null);
  const add = file('c.txt', 'add', 'c');
  const since = (before: File[], after: File[]) =>
    changedSince(changes(...before), changes(...after), (path) => `now of ${path}`);

  it('is no change of the run, unless it changed it again', () => {
    expect(since([update, gone], [update, gone, add])).toEqual(changes(add));
    expect(since([update], [{ ...update, sha256: 'other' }])).toEqual(
      changes({ ...update, sha256: 'other' }),
    );
    expect(since([update, add, gone], [update, add, gone])).toEqual(changes());
  });

  it('is a change of the run when it took it back', () => {
    expect(since([update, gone, add], [])).toEqual(
      changes(
        { ...update, sha256: 'now of a.txt' },
        file('b.txt', 'add', 'now of b.txt'),
        file('c.txt', 'delete', null),
      ),
    );
  });

  it('has no digest when not every file is named', () => {
    const cut = { ...changes(update), total: 3000 };
    expect(changedSince(cut, changes(update, add), () => null)).toMatchObject({ total: 1, digest: null });
    expect(changedSince(changes(update), { ...cut, total: 3000 }, () => null)).toMatchObject({
      total: 2999,
      digest: null,
    });
  });
});
