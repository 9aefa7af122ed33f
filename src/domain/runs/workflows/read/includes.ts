import { readYamlTree } from '../../../base/documents/yaml-tree.ts';
import { gitlabIncludes } from './gitlab.ts';

/** Files of a pipeline of GitLab that are put together; GitLab takes 150. */
const mostIncludes = 500;

/** A file of CI; `partOf` is the path of the file of GitLab that includes it, its own for that file. */
type Included = { path: string; file: string; kind: string; text: string; partOf?: string };

/**
 * Puts the files that a pipeline of GitLab includes before the file that includes them; those of GitHub stay as they are.
 *
 * @param read reads a file by its path from the top of the repository; nothing for one that cannot be read
 */
export function withIncludes<F extends Included>(
  files: readonly F[],
  read: (path: string) => readonly F[],
): readonly F[] {
  const seen = new Set<string>();
  const before = (one: F, partOf: string): readonly F[] => {
    const root = readYamlTree(one.text, one.file).roots.at(-1);
    const named = root === undefined ? [] : gitlabIncludes(root).local;
    return named.flatMap((path) => {
      const plain = plainPath(path);
      if (plain === undefined || seen.has(plain) || seen.size > mostIncludes) return [];
      seen.add(plain);
      return read(plain).flatMap((found) => [...before(found, partOf), { ...found, partOf }]);
    });
  };
  // The file at the top comes first: what it includes is no pipeline of its own.
  const gitlab = files
    .filter(({ kind }) => kind === 'gitlab')
    .toSorted((one, other) => one.path.split('/').length - other.path.split('/').length);
  const together = gitlab.flatMap((one) => {
    if (seen.has(one.path)) return [];
    seen.add(one.path);
    return [...before(one, one.path), { ...one, partOf: one.path }];
  });
  return [...files.filter(({ kind }) => kind !== 'gitlab'), ...together];
}

/** A path without `.` and `..`; undefined for one that leads out of the repository. */
function plainPath(path: string): string | undefined {
  const steps: string[] = [];
  for (const step of path.split(/[\\/]+/)) {
    if (step === '..' && steps.pop() === undefined) return undefined;
    if (step !== '' && step !== '.' && step !== '..') steps.push(step);
  }
  return steps.join('/');
}
