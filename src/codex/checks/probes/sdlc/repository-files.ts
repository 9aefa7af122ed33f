import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPlaceholders, placeholderNames } from '../../../../domain/artifacts/placeholders.ts';
import type { RepositoryText } from '../../../../domain/checks/judge/sdlc/repository.ts';
import { readTextIfThere } from '../../../cli/read-regular-file.ts';

/** The top of the repository that a folder is in; undefined when it is in none. */
export function topOf(folder: string): string | undefined {
  const git = join(folder, '.git');
  // That of a worktree or a submodule is a file; an empty folder of this name is no repository.
  const isTop = existsSync(join(git, 'HEAD')) || statSync(git, { throwIfNoEntry: false })?.isFile() === true;
  if (isTop) return folder;
  return dirname(folder) === folder ? undefined : topOf(dirname(folder));
}

/** A file of a repository by its path from the top; undefined when there is none that can be read. */
export function textAt(top: string, path: string): RepositoryText | undefined {
  const text = readQuietly(join(top, path));
  return text === undefined ? undefined : { path, text, gaps: placeholderNames(findPlaceholders(text)) };
}

/** The paths of files below folders of a repository, from its top. Links to folders are not followed. */
export function pathsBelow(top: string, folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => {
    if (!existsSync(join(top, folder))) return [];
    return readdirSync(join(top, folder), { withFileTypes: true }).flatMap((one) => {
      const path = `${folder}/${one.name}`;
      if (one.isDirectory()) return pathsBelow(top, [path]);
      return one.isFile() || one.isSymbolicLink() ? [path] : [];
    });
  });
}

// What cannot be read counts as not there: the check names what it looked for.
function readQuietly(path: string): string | undefined {
  try {
    return readTextIfThere(path);
  } catch {
    return undefined;
  }
}
