import { digestChanges, MOST_FILES } from '../changes.ts';
import type { Changes } from '../events.ts';
import type { StreamReading } from './fold-stream.ts';

type ChangedFile = Changes['files'][number];

/**
 * The files that a run changed: those that the repository sees, and those that only the stream names, such as a file that
 * git ignores or one outside of the repository. The digest stays that of the repository, whose files alone can be compared
 * with a later commit.
 *
 * @param named files of the stream by their path from the top of the repository
 * @param digestOf SHA-256 of what such a file has now; null when it cannot be read
 */
export function mergeChanges(
  seen: Changes,
  named: StreamReading['files'],
  digestOf: (path: string) => string | null,
): Changes {
  const paths = new Set(named.map(({ path }) => path));
  const known = new Set(seen.files.map(({ path }) => path));
  const files = seen.files.map(
    (file): ChangedFile => ({ ...file, seen: paths.has(file.path) ? 'both' : 'repository' }),
  );
  const others = named
    .filter(({ path }) => !known.has(path))
    .map(
      ({ path, kind }): ChangedFile => ({
        path,
        kind,
        sha256: kind === 'delete' ? null : digestOf(path),
        seen: 'stream',
      }),
    );
  const all = [...files, ...others].toSorted((one, other) => (one.path < other.path ? -1 : 1));
  return { ...seen, files: all.slice(0, MOST_FILES), total: seen.total + others.length };
}

/**
 * What changed since the run began: what was there before and is the same now does not count, and what the run took back
 * does. The digest is null when one of the lists is cut.
 *
 * @param digestOf SHA-256 of what a file has now; null when it cannot be read
 */
export function changedSince(
  before: Changes,
  after: Changes,
  digestOf: (path: string) => string | null,
): Changes {
  const was = new Map(before.files.map((file) => [file.path, file]));
  const now = new Set(after.files.map(({ path }) => path));
  const changed = after.files.filter(({ path, kind, sha256 }) => {
    const earlier = was.get(path);
    return (
      !earlier || earlier.kind !== kind || earlier.sha256 !== sha256 || (sha256 === null && kind !== 'delete')
    );
  });
  const isWhole = after.total === after.files.length;
  const takenBack = isWhole ? before.files.filter(({ path }) => !now.has(path)) : [];
  const files = [...changed, ...takenBack.map((file) => restored(file, digestOf))].toSorted((one, other) =>
    one.path < other.path ? -1 : 1,
  );
  const known = isWhole && before.total === before.files.length && files.length <= MOST_FILES;
  return {
    base: after.base,
    files: files.slice(0, MOST_FILES),
    total: after.total - after.files.length + files.length,
    digest: known ? digestChanges(files) : null,
  };
}

const opposite = { add: 'delete', delete: 'add', update: 'update' } as const;

function restored({ path, kind }: ChangedFile, digestOf: (path: string) => string | null): ChangedFile {
  const back = opposite[kind];
  return { path, kind: back, sha256: back === 'delete' ? null : digestOf(path), seen: 'repository' };
}
