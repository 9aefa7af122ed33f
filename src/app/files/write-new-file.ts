import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError, WorkError } from '../../domain/base/errors.ts';
import type { World } from '../world/world.ts';

/**
 * Writes a file that a person asked for, and never over one that is there. Returns its full path.
 *
 * @throws UsageError when there is a file of that name
 * @throws WorkError when it cannot be written
 */
export async function writeNewFile(
  { cwd }: Pick<World, 'cwd'>,
  asked: string,
  text: string,
): Promise<string> {
  const path = resolve(cwd, asked);
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return path;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new UsageError(`${path}: there is a file of that name`, 'Name another one.');
    throw new WorkError(`${path}: ${message}`, 'Check the path, its permissions and the disk.', cause);
  }
}

/**
 * The full path of a file or folder to make.
 *
 * @throws UsageError when there is something of that name
 */
export function newPath({ cwd }: Pick<World, 'cwd'>, asked: string): string {
  const path = resolve(cwd, asked);
  if (existsSync(path)) throw new UsageError(`${path}: there is something of that name`, 'Name another one.');
  return path;
}

/** A path that a person typed into a form, where no shell expands the home folder. */
export function typedPath({ environment }: Pick<World, 'environment'>, typed: string): string {
  const home = environment.HOME ?? environment.USERPROFILE;
  return home === undefined ? typed : typed.replace(/^~(?=$|[/\\])/, () => home);
}
