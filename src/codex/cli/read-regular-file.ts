import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  type PathLike,
  readFileSync,
  type Stats,
} from 'node:fs';
import { WorkError } from '../../domain/base/errors.ts';

const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;

/** Most bytes of a configuration file or manifest that are read; a real one has a few thousand. */
const mostBytes = 4 * 1024 * 1024;

/** As `readRegularBytes`, decoded; a fault of the encoding becomes U+FFFD. */
export function readRegularText(path: string): { text: string } | { fault: string } | undefined {
  const read = readRegularBytes(path);
  return read && 'bytes' in read ? { text: read.bytes.toString('utf8') } : read;
}

/**
 * Reads a file that another person may have put there: it does not wait for a pipe, a socket or a device,
 * and does not read a file of more than `most` bytes. Undefined when nothing is there.
 */
export function readRegularBytes(
  path: string,
  most: number = mostBytes,
): { bytes: Buffer } | { fault: string } | undefined {
  try {
    const file = openRegularFile(path, { follow: true });
    try {
      const { size } = fstatSync(file);
      return size > most
        ? { fault: `it has ${size} bytes, and at most ${most} are read` }
        : { bytes: readFileSync(file) };
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    return isMissing(cause) ? undefined : { fault: whyUnread(cause) };
  }
}

/**
 * The bytes of a file of the team; undefined when nothing is there.
 *
 * @throws WorkError when it is there and cannot be read
 */
export function readBytesIfThere(path: string): Buffer | undefined {
  const read = readRegularBytes(path);
  if (read && 'fault' in read) throw new WorkError(`${path}: cannot be read: ${read.fault}`);
  return read?.bytes;
}

/** As `readBytesIfThere`, decoded. */
export const readTextIfThere = (path: string): string | undefined => readBytesIfThere(path)?.toString('utf8');

/**
 * The bytes of a file that a person named. What a shell passes below /dev, such as `<(command)`, is read to
 * its end.
 *
 * @throws Error when it cannot be read
 */
export async function readNamedBytes(path: string): Promise<Buffer> {
  const read = path.startsWith('/dev/') ? undefined : readRegularBytes(path);
  if (read && 'fault' in read) throw new Error(read.fault);
  return read?.bytes ?? readAtMost(path);
}

/** @throws Error when there is more than a file may have: a device such as /dev/zero has no end */
async function readAtMost(path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBytes)
      throw new Error(`it has more than ${mostBytes} bytes, and at most these are read`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** As `readNamedBytes`, decoded. */
export const readNamedText = async (path: string): Promise<string> =>
  (await readNamedBytes(path)).toString('utf8');

/**
 * The descriptor of a regular file, which the caller closes. Opening a pipe does not wait for its other end. The
 * kind is read from the open file, so that the file cannot be replaced in between.
 *
 * @throws Error when it cannot be opened, or is not a regular file
 */
export function openRegularFile(path: PathLike, { follow }: { follow: boolean }): number {
  const file = openSync(path, O_RDONLY | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
  const stats = fstatSync(file);
  if (stats.isFile()) return file;
  closeSync(file);
  throw new Error(`it is ${kindOf(stats)}`);
}

/** What something is that is not a regular file. */
export function kindOf(stats: Pick<Stats, 'isDirectory' | 'isFIFO' | 'isSocket'>): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/** Why something could not be read, in words. */
export function whyUnread(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ELOOP':
      return 'a loop of links';
    case 'ENAMETOOLONG':
      return 'its path is too long';
    case 'ENXIO':
      return 'it is a socket';
    default:
      return code === undefined ? message : `the system says ${code}`;
  }
}

/** Whether an error says that nothing is there. */
export function isMissing(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
