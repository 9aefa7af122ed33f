import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { UsageError, WorkError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import { isPackText, type PackDocument, parsePack } from '../../../domain/runs/pack/document.ts';
import type { Views } from '../../../store/views/views.ts';
import { filesBelow, requireFolder, shownPath, type Unread } from '../../files/walk.ts';
import type { World } from '../../world/world.ts';
import { listCapturedRuns } from '../captured-runs.ts';
import { runsFolder } from '../evidence-folder.ts';
import { requireRuns, runsBelow } from '../pack/find-run.ts';

type Machine = Pick<World, 'cwd' | 'environment'>;

/**
 * The captured runs of the history and of folders with evidence folders, each once. Where no folder is named, the usual one
 * counts, when it is there.
 *
 * @throws UsageError when neither is there: a gate that knows no run would be open for everything
 * @throws WorkError for an evidence folder that cannot be read
 */
export async function knownRuns(
  world: Machine,
  views: Pick<Views, 'entriesOfKind'> | undefined,
  folders: readonly string[],
): Promise<readonly CapturedRun[]> {
  // Runs are captured on machines without a history too.
  const usual = runsFolder(world);
  const isUsual = folders.length === 0 && existsSync(usual);
  if (!views && folders.length === 0 && !isUsual)
    throw new UsageError(
      'there is no history and no folder of runs: nothing to compare the change with',
      'Name the evidence folders with --runs DIR, or a database with --db.',
    );
  const recorded = (await listCapturedRuns(views)).map(({ body }) => body);
  const named = folders.map((folder) => requireRuns(world, folder));
  const below = (isUsual ? [usual] : named).flatMap(runsBelow);
  return [...new Map([...below, ...recorded].map((run) => [run.run, run])).values()];
}

/** Packs of folders, and files that say they are one and are not. */
export type FoundPacks = {
  packs: readonly { pack: PackDocument; file: string }[];
  broken: readonly { file: string; reason: string }[];
};

/** Bytes of the largest file that is taken for a pack: its diff has at most a MiB. */
const mostPack = 32 * 1024 * 1024;

/**
 * The packs below folders. Other JSON in them is left alone.
 *
 * @throws UsageError for a folder that is not there
 * @throws WorkError when one cannot be read
 */
export async function packsBelow({ cwd }: Machine, folders: readonly string[]): Promise<FoundPacks> {
  const packs: { pack: PackDocument; file: string }[] = [];
  const broken: { file: string; reason: string }[] = [];
  const unread: Unread[] = [];
  for (const folder of folders) {
    const root = resolve(cwd, folder);
    await requireFolder(root, folder);
    for await (const path of filesBelow(root, { unread, name: (at) => shownPath(cwd, at) })) {
      if (!path.endsWith('.json')) continue;
      const file = shownPath(cwd, path);
      const read = readRegularBytes(path, mostPack);
      if (read === undefined) continue;
      if ('fault' in read)
        throw new WorkError(`${cleanLine(file)}: cannot be read: ${read.fault}`, 'Check the file.');
      const text = read.bytes.toString('utf8');
      if (!isPackText(text)) continue;
      try {
        packs.push({ pack: parsePack(text, file), file });
      } catch (cause) {
        if (!(cause instanceof UsageError)) throw cause;
        broken.push({ file, reason: cause.message });
      }
    }
  }
  const [first] = unread;
  if (first)
    throw new WorkError(`${cleanLine(first.file)}: cannot be read: ${first.reason}`, 'Check the folder.');
  return { packs, broken };
}
