import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { WorkError } from '../../domain/base/errors.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import { writeNewFile } from '../files/write-new-file.ts';
import type { World } from '../world/world.ts';
import { compareRunbook } from './publish-runbook.ts';
import { readRunbooks } from './read-runbook-files.ts';

/**
 * The project's file of a runbook, so that somebody can edit it. Where the project has none, the text in force is written
 * to `runbooks/<id>.md` first.
 *
 * @returns the full path
 * @throws UsageError for an unknown runbook
 * @throws WorkError when the file cannot be written
 */
export async function ownRunbook(world: World, store: ReadStore | undefined, id: string): Promise<string> {
  const folder = join(world.cwd, 'runbooks');
  const usual = join(folder, `${id}.md`);
  // A broken text has to be opened too, so this file is not read.
  if (existsSync(usual)) return usual;
  const own = (await readRunbooks(folder, world.cwd)).find((runbook) => runbook.id === id);
  if (own) return resolve(world.cwd, own.file);
  const { inForce } = await compareRunbook(world, store, id);
  await mkdir(folder, { recursive: true }).catch((cause: Error) => {
    throw new WorkError(`${folder}: ${cause.message}`, 'Check its permissions and the disk.', cause);
  });
  return writeNewFile(world, usual, inForce);
}
