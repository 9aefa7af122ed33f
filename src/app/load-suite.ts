import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseSuite, type Suite } from '../domain/checks/suite.ts';
import { UsageError } from '../domain/errors.ts';
import { productFolder } from './product-folder.ts';

/**
 * Reads the suite a person named, or the upgrade suite that ships with the cockpit.
 *
 * @throws UsageError when the file cannot be read or is not a valid suite
 */
export async function loadSuite(cwd: string, asked: string | undefined): Promise<Suite> {
  const path = asked === undefined ? join(productFolder(), 'checks', 'upgrade.yaml') : resolve(cwd, asked);
  const shown = relative(cwd, path).startsWith('..') ? path : relative(cwd, path);
  return parseSuite(await read(path, shown), shown);
}

async function read(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (cause as Error).message;
    throw new UsageError(`${shown}: cannot read the suite: ${reason}`, 'Name a suite file with --suite.');
  }
}
