import { createReadStream } from 'node:fs';
import {
  isMissing,
  openRegularFile,
  readRegularBytes,
  whyUnread,
} from '../../codex/cli/read-regular-file.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { splitLines } from '../../domain/base/text/split-lines.ts';

/** Most bytes of one document. A file with a document a line may have any size. */
const mostBytes = 64 * 1024 * 1024;

/**
 * The documents of a JSON file: one a line, or one in all. A last line that is not complete is left out: somebody may
 * still be writing it.
 *
 * @param shown how messages name the file
 * @throws UsageError when it cannot be read, or has a line that is not valid JSON
 */
export async function* readJsonDocuments(path: string, shown: string): AsyncGenerator<unknown> {
  const stream = createReadStream('', { fd: openNamed(path, shown) });
  let read = 0;
  try {
    for await (const { number, text, isOpen, isTooLong } of splitLines(stream, { most: mostBytes })) {
      if (isTooLong) throw new UsageError(`${shown}, line ${number}: it has more than ${mostBytes} bytes`);
      const document = parse(text);
      if (document !== undefined) {
        read += 1;
        yield document;
      } else if (read === 0) {
        yield wholeDocument(path, shown, number);
        return;
      } else if (!isOpen) throw new UsageError(`${shown}, line ${number}: it is not valid JSON`);
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`${shown}: cannot be read: ${whyUnread(cause)}`);
  } finally {
    stream.destroy();
  }
  if (read === 0) throw new UsageError(`${shown}: it is empty`);
}

/** A document over several lines. */
function wholeDocument(path: string, shown: string, line: number): unknown {
  const read = readRegularBytes(path, mostBytes);
  const document = read && 'bytes' in read ? parse(read.bytes.toString('utf8')) : undefined;
  if (document === undefined) throw new UsageError(`${shown}, line ${line}: it is not valid JSON`);
  return document;
}

/** Opens a file that a person named. @throws UsageError when it cannot be opened, or is not a regular file */
export function openNamed(path: string, shown: string): number {
  try {
    return openRegularFile(path, { follow: true });
  } catch (cause) {
    throw new UsageError(
      `${shown}: ${isMissing(cause) ? 'there is no such file' : `cannot be read: ${whyUnread(cause)}`}`,
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
