import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';

/**
 * The absolute path of a folder that a person named.
 *
 * @throws UsageError when there is none
 */
export function requireFolder(cwd: string, named: string): string {
  const path = resolve(cwd, named);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`${cleanLine(named)}: there is no such folder`);
  if (!found.isDirectory()) throw new UsageError(`${cleanLine(named)}: this is not a folder`);
  return path;
}
