import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { WorkError } from '../../domain/base/errors.ts';
import { repeatedFlag } from './flags.ts';
import type { Host } from './host.ts';

/** A format and the file that is written in it. */
export type Output<Format> = { format: Format; path: string };

/** `--output junit=report.xml`; may be repeated. */
export function outputFlag<Format extends string>(formats: readonly Format[]) {
  return repeatedFlag(
    '--output <format=path>',
    `write it to a file too: ${formats.join(', ')}; repeatable`,
    (text) => {
      const [, name = '', path = ''] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
      const format = formats.find((one) => one === name);
      if (!format)
        throw new InvalidArgumentError(`It must be FORMAT=PATH, with one of: ${formats.join(', ')}.`);
      return { format, path };
    },
  );
}

/**
 * Writes each of the files that were asked for.
 *
 * @param write writes one of them to its absolute path
 * @throws WorkError naming the file that cannot be written
 */
export async function writeOutputs<Format>(
  { world }: Host,
  outputs: readonly Output<Format>[],
  write: (path: string, format: Format) => Promise<void>,
): Promise<void> {
  for (const { format, path } of outputs) {
    await naming(path, () => write(resolve(world.cwd, path), format));
  }
}

/** What to do about a file that cannot be written, where nothing but the file was asked for. */
export const checkPath = 'Check the path, its permissions and the disk.';

/**
 * @param next what a person may want to know when the file cannot be written
 * @throws WorkError naming the file when the work fails
 */
export async function naming(
  path: string,
  write: () => Promise<void>,
  next = 'What it is about is recorded.',
): Promise<void> {
  try {
    await write();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'its folder is not there' : message;
    throw new WorkError(`${path}: cannot write the report: ${why}`, next, cause);
  }
}
