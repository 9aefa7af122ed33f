import { createHash } from 'node:crypto';
import { lstatSync, readlinkSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { digestChanges } from '../../../domain/runs/changes.ts';
import type { Changes } from '../../../domain/runs/events.ts';
import type { StreamReading } from '../../../domain/runs/stream/fold-stream.ts';
import { changedSince, mergeChanges } from '../../../domain/runs/stream/merge-changes.ts';
import type { World } from '../../world/world.ts';
import { readChanges, readRepository } from '../repository.ts';
import type { Before } from './before.ts';
import type { BegunCapture } from './capture.ts';

/** The files that a run changed, by the repository and by its stream. */
export async function readRunChanges(
  world: World,
  { args }: BegunCapture,
  { repository, changed, reading }: Pick<Before, 'repository' | 'changed'> & { reading: StreamReading },
): Promise<{ changes: Changes; head: string | null; faults: readonly string[] }> {
  const project = resolve(world.cwd, args.folder ?? '.');
  const top = repository?.root ?? project;
  const named = reading.files.map(({ path, kind }) => ({ path: pathFrom(top, path), kind }));
  const nothing: Changes = { base: null, files: [], total: 0, digest: null };
  const digest = (path: string) => digestOfFile(resolve(top, path));
  if (!repository) return { changes: mergeChanges(nothing, named, digest), head: null, faults: [] };
  try {
    const readNow = () => readChanges(world, repository.root, { base: repository.head });
    // What was changed before is there still most of the time: whether it is, need not be waited for.
    const early = repository.dirty ? readNow() : undefined;
    early?.catch(() => undefined);
    const after = await readRepository(world, repository.root);
    // Most runs that only read leave nothing to look for.
    const isSame = after?.head === repository.head && !repository.dirty && !after.dirty;
    const seen = isSame
      ? { ...nothing, base: repository.head, digest: digestChanges([]) }
      : await (early ?? readNow());
    const since = changed ? changedSince(changed, seen, digest) : seen;
    return { changes: mergeChanges(since, named, digest), head: after?.head ?? null, faults: [] };
  } catch (cause) {
    const fault = `the change could not be read from the repository: ${(cause as Error).message}`;
    return { changes: mergeChanges(nothing, named, digest), head: null, faults: [fault] };
  }
}

/** The path of a file from a folder with `/`; one outside of it stays as it is. */
export function pathFrom(top: string, path: string): string {
  const inside = relative(top, resolve(top, path));
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    return cleanLine(path);
  return inside.split(sep).join('/');
}

function digestOfFile(path: string): string | null {
  try {
    if (lstatSync(path).isSymbolicLink())
      return createHash('sha256').update(readlinkSync(path)).digest('hex');
    const read = readRegularBytes(path, 64 * 1024 * 1024);
    return read && 'bytes' in read ? createHash('sha256').update(read.bytes).digest('hex') : null;
  } catch {
    return null;
  }
}
