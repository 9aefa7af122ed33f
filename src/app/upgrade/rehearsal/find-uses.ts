import { join, relative, resolve } from 'node:path';
import { teamHome } from '../../../codex/cli/isolation.ts';
import { readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { managedFolder } from '../../../codex/config/managed-folder.ts';
import type { Use } from '../../../domain/upgrade/rehearsal/subject.ts';
import { findUses as findUsesIn, hints, kindOf } from '../../../domain/upgrade/rehearsal/uses/find-uses.ts';
import { filesBelow, requireFolder, shownPath, type Unread } from '../../files/walk.ts';
import type { World } from '../../world/world.ts';

/** The lines of a team that use something of the CLI, and what was searched for them. */
export type FoundUses = {
  uses: readonly Use[];
  /** The folders, as they were named. */
  searched: readonly string[];
  /** Number of files that were read. */
  files: number;
  unread: readonly Unread[];
};

/** Bytes of the largest file that is searched: nobody writes a longer one, and programs write those. */
const largestFile = 2 * 1024 * 1024;

/** What the CLI itself keeps in CODEX_HOME. */
const ofCli = new Set([
  ...[
    'sessions',
    'archived_sessions',
    'log',
    'tmp',
    '.tmp',
    'packages',
    'worktrees',
    'cache',
    'shell_snapshots',
  ],
  ...['plugins', 'skills/.system', 'memories', 'generated_images'],
]);

/**
 * Finds the lines that use something of the CLI: in CODEX_HOME, in the files of the machine, and below the folders.
 * Links are not followed.
 *
 * @param folders relative to the working folder, which is searched when there are none
 * @throws UsageError when a folder is not there
 */
export async function findUses(
  { cwd, environment }: Pick<World, 'cwd' | 'environment'>,
  { folders, signal }: { folders: readonly string[]; signal?: AbortSignal },
): Promise<FoundUses> {
  const home = teamHome(environment);
  const searched = folders.length === 0 ? ['.'] : folders;
  const found: { uses: Use[]; files: number; unread: Unread[] } = { uses: [], files: 0, unread: [] };
  const search = async (root: string, { prefix, name, skips }: Place) => {
    for await (const path of filesBelow(root, { unread: found.unread, name, skips })) {
      signal?.throwIfAborted();
      searchFile(
        path,
        { path: `${prefix}${relative(root, path).replaceAll('\\', '/')}`, shown: name(path) },
        found,
      );
    }
  };
  await search(home, {
    prefix: '.codex/',
    name: (path) => join('$CODEX_HOME', relative(home, path)),
    skips: (folder) => ofCli.has(relative(home, folder)),
  });
  for (const name of ['config.toml', 'managed_config.toml', 'requirements.toml']) {
    const path = join(managedFolder, name);
    searchFile(path, { path: `codex/${name}`, shown: path }, found);
  }
  for (const folder of searched) {
    const root = resolve(cwd, folder);
    await requireFolder(root, folder);
    await search(root, { prefix: '', name: (path) => shownPath(cwd, path), skips: (at) => at === home });
  }
  return { ...found, searched };
}

type Place = { prefix: string; name: (path: string) => string; skips: (folder: string) => boolean };

function searchFile(
  file: string,
  { path, shown }: { path: string; shown: string },
  found: { uses: Use[]; files: number; unread: Unread[] },
): void {
  const kind = kindOf(path);
  if (kind === undefined) return;
  const read = readRegularBytes(file, largestFile);
  if (!read) return;
  if ('fault' in read) {
    found.unread.push({ file: shown, reason: read.fault });
    return;
  }
  const { bytes } = read;
  if (kind === 'when a script' && bytes.subarray(0, 2).toString() !== '#!') return;
  // A program, whatever its name says.
  if (bytes.subarray(0, 8000).includes(0)) return;
  found.files += 1;
  const words = hints(kind);
  if (words.length > 0 && words.every((word) => !bytes.includes(word))) return;
  const uses = findUsesIn({ path, shown, text: bytes.toString('utf8') });
  if ('fault' in uses) found.unread.push({ file: shown, reason: uses.fault });
  else for (const use of uses) found.uses.push(use);
}
