import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkError } from '../../../domain/base/errors.ts';

/** Where the files of an archive come from, and how they are called in it. */
export type TarSource = {
  /** Their folder. */
  folder: string;
  /** Their names below it, of at most 100 bytes, in the order of the archive. */
  names: AsyncIterable<string> | Iterable<string>;
  /** The folder that they are unpacked into, of at most 150 bytes. */
  prefix: string;
  /** What is given as the time of every file, so that the same files give the same archive. */
  modified: Date;
};

const block = 512;

/** The longest that a file of an archive may be: 11 digits in base 8. */
const longest = 8 ** 11 - 1;

/**
 * An archive in the format ustar (POSIX.1-1988), piece by piece. We write regular files with short names only, which
 * is a header of one block each; a library would bring links, long names and reading.
 *
 * @throws WorkError for a file of more than 8 GiB
 */
export async function* tarOf({ folder, names, prefix, modified }: TarSource): AsyncGenerator<Uint8Array> {
  for await (const name of names) {
    const path = join(folder, name);
    const { size } = await stat(path);
    if (size > longest) {
      throw new WorkError(
        `${name} has ${size} bytes, more than an archive takes`,
        'Write a folder: --out FOLDER, without .tar.gz.',
      );
    }
    yield header({ name, prefix, size, modified });
    yield* createReadStream(path);
    yield Buffer.alloc((block - (size % block)) % block);
  }
  yield Buffer.alloc(2 * block);
}

function header(file: { name: string; prefix: string; size: number; modified: Date }): Buffer {
  const bytes = Buffer.alloc(block);
  bytes.write(file.name, 0, 100);
  bytes.write(octal(0o600, 7), 100);
  bytes.write(octal(0, 7), 108);
  bytes.write(octal(0, 7), 116);
  bytes.write(octal(file.size, 11), 124);
  bytes.write(octal(Math.floor(file.modified.getTime() / 1000), 11), 136);
  // While the sum is made, its own field counts as spaces.
  bytes.write(' '.repeat(8), 148);
  bytes.write('0', 156);
  bytes.write('ustar\0', 257);
  bytes.write('00', 263);
  bytes.write(file.prefix, 345, 155);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${octal(sum, 6)}\0 `, 148);
  return bytes;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
