import { MOST_FILES } from '../changes.ts';
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
