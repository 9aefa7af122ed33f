import { mkdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RefusedError, WorkError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { writeDurably } from '../../files/write-durably.ts';
import type { PlannedFile, SetPlan } from './plan-set.ts';

/**
 * Writes the files of a plan that are new or to be replaced: all of them, or none. Each is there as a whole or not at
 * all. Returns their paths.
 *
 * @throws RefusedError when something in the way keeps a file from being written; then nothing is
 * @throws WorkError when one cannot be written; then what was written before it is undone
 */
export async function writeSet(plan: SetPlan): Promise<readonly string[]> {
  const blocked = plan.files.filter(({ state }) => state === 'blocked');
  const [first] = blocked;
  if (first) {
    throw new RefusedError(
      `${first.path}: ${cleanLine(first.why ?? '')}; nothing was written`,
      'Remove what is in the way, and run it again.',
    );
  }
  const todo = plan.files.filter(({ state }) => state === 'new' || state === 'replaced');
  const undo: (() => Promise<unknown>)[] = [];
  for (const file of todo) {
    try {
      await writeOne(file, undo);
    } catch (cause) {
      for (const step of undo.toReversed()) await step().catch(() => undefined);
      throw new WorkError(
        `${file.path}: ${cleanLine((cause as Error).message)}; no file was left changed`,
        'Check the folder, its permissions and the disk.',
        cause,
      );
    }
  }
  return todo.map(({ path }) => path);
}

async function writeOne(
  { file, text, before, mode, executable }: PlannedFile,
  undo: (() => Promise<unknown>)[],
): Promise<void> {
  const made = await mkdir(dirname(file), { recursive: true });
  if (made !== undefined) undo.push(() => removeEmpty(dirname(file), made));
  if (before === undefined) {
    await writeDurably(file, text, { mode: executable ? 0o755 : 0o644, existing: 'keep' });
    // `keep` leaves a file that somebody has made since; that one must not be undone.
    if ((await readFile(file, 'utf8')) !== text) throw new Error('somebody has written another text there');
    undo.push(() => rm(file, { force: true }));
  } else {
    const kept = { mode: mode ?? 0o644, existing: 'replace' as const };
    await writeDurably(file, text, kept);
    undo.push(() => writeDurably(file, before, kept));
  }
}

/** Removes folders that were made, from the innermost to the outermost, as far as they are empty. */
async function removeEmpty(inner: string, outer: string): Promise<void> {
  for (let folder = inner; folder.length >= outer.length; folder = dirname(folder)) await rmdir(folder);
}
