import { type FileHandle, open } from 'node:fs/promises';
import { WorkError } from '../../domain/errors.ts';
import { withClearFileErrors } from '../clear-file-errors.ts';

/** Where the output of an export ended when its state was kept. */
export type FileMark = { inode: string; bytes: number };

/** A file that only grows. */
export type AppendFile = {
  /** Where the first text that is added begins. */
  mark: FileMark;
  /** Adds to the end, down to the disk. Returns where it ends now. */
  append(text: string): Promise<FileMark>;
  close(): Promise<void>;
};

/**
 * Opens a file for adding to it. When a killed export wrote more than it kept a mark of, that much of what is added
 * first is there already: it is compared instead of written again, so that every line stands in the file once. A
 * file that was rotated away begins anew.
 *
 * @throws WorkError when the file cannot be written, or holds something else behind the mark
 */
export async function openAppendFile(path: string, mark: FileMark | undefined): Promise<AppendFile> {
  const file = await withClearFileErrors(path, () => open(path, 'a+', 0o600));
  try {
    const { ino, size } = await file.stat({ bigint: true });
    const inode = String(ino);
    const end = Number(size);
    const isSame = mark !== undefined && mark.inode === inode && mark.bytes <= end;
    let ahead = isSame ? await readFrom(file, mark.bytes, end) : Buffer.alloc(0);
    let bytes = end;
    return {
      mark: { inode, bytes: isSame ? mark.bytes : end },
      async append(text) {
        const added = Buffer.from(text);
        const known = Math.min(ahead.length, added.length);
        if (!ahead.subarray(0, known).equals(added.subarray(0, known))) {
          throw new WorkError(
            `${path}: what stands at its end is not what this export wrote`,
            'Another program, or another version of this one, wrote there. Name another file with --out.',
          );
        }
        ahead = ahead.subarray(known);
        await withClearFileErrors(path, async () => {
          await file.appendFile(added.subarray(known));
          await file.datasync();
        });
        bytes += added.length - known;
        return { inode, bytes: bytes - ahead.length };
      },
      close: () => file.close(),
    };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

async function readFrom(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}
