import { lstat, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isMissing, whyUnread } from '../../codex/cli/read-regular-file.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';

/** Folders of what was installed or built, and of version control. */
const skipped = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  'vendor',
  'target',
  '.venv',
  'venv',
  '__pycache__',
  '.tox',
]);

/** A file or folder that could not be read, by the name it is shown under. */
export type Unread = { file: string; reason: string };

/**
 * The files below a folder, in the order of their names. Links are not followed, and folders of what was installed are
 * left out.
 *
 * @param unread is told the folders that cannot be read
 */
export async function* filesBelow(
  folder: string,
  {
    unread,
    name,
    skips = () => false,
  }: { unread: Unread[]; name: (path: string) => string; skips?: (folder: string) => boolean },
): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: Error) => {
    if (!isMissing(cause)) unread.push({ file: name(folder), reason: whyUnread(cause) });
    return [];
  });
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name) && !skips(path))
      yield* filesBelow(path, { unread, name, skips });
    if (entry.isFile()) yield path;
  }
}

/** @throws UsageError when it is not a folder */
export async function requireFolder(root: string, named: string): Promise<void> {
  const found = await lstat(root).catch(() => undefined);
  if (!found) throw new UsageError(`there is no folder ${cleanLine(named)}`);
  if (!(await stat(root)).isDirectory()) throw new UsageError(`${cleanLine(named)} is not a folder`);
}

/** A path below the working folder without it, any other in full. */
export function shownPath(cwd: string, path: string): string {
  const below = relative(cwd, path);
  return below.startsWith('..') ? path : below;
}
