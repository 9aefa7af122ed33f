import { type FileHandle, open, stat } from 'node:fs/promises';
import { WorkError } from '../../../domain/base/errors.ts';
import { withClearFileErrors } from '../../files/clear-file-errors.ts';

/** Where the output of an export ended when its state was kept. */
export type FileMark = { inode: string; bytes: number };

/**
 * A file that only grows. When a killed export wrote more than it kept a mark of, that much of what is added first is
 * there already: it is compared instead of written again, so that every line is in the file once. A file that was
 * rotated away, removed or cut to nothing begins anew, with the header.
 */
export class AppendFile {
  readonly #path: string;
  readonly #header: string;
  #file: FileHandle;
  #inode = '';
  /** How long the file is. */
  #end = 0;
  /** The text at its end, after the mark. */
  #ahead: Buffer = Buffer.alloc(0);

  private constructor(path: string, header: string, file: FileHandle) {
    this.#path = path;
    this.#header = header;
    this.#file = file;
  }

  /** @throws WorkError when the file cannot be written */
  static async open(
    path: string,
    { mark, header }: { mark: FileMark | undefined; header: string },
  ): Promise<AppendFile> {
    const file = new AppendFile(path, header, await openForAdding(path));
    try {
      await file.#measure(mark);
      return file;
    } catch (cause) {
      await file.close();
      throw cause;
    }
  }

  /** Where the next text that is added begins. */
  get mark(): FileMark {
    return { inode: this.#inode, bytes: this.#end - this.#ahead.length };
  }

  /**
   * Adds to the end, down to the disk. Returns where it ends now.
   *
   * @throws WorkError when the file cannot be written, or has other text after the mark
   */
  async append(text: string): Promise<FileMark> {
    return withClearFileErrors(this.#path, async () => {
      do {
        await this.#followRotation();
        await this.#add(Buffer.from(this.mark.bytes === 0 ? this.#header + text : text));
        // What was written into a file that is removed in the meantime is lost.
      } while ((await this.#file.stat()).nlink === 0);
      return this.mark;
    });
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #add(added: Buffer): Promise<void> {
    const known = Math.min(this.#ahead.length, added.length);
    if (!this.#ahead.subarray(0, known).equals(added.subarray(0, known))) {
      throw new WorkError(
        `${this.#path}: its end is not what this export wrote`,
        'Another program, or another version of this one, wrote there. Name another file with --out.',
      );
    }
    await this.#file.appendFile(added.subarray(known));
    await this.#file.datasync();
    this.#ahead = this.#ahead.subarray(known);
    this.#end += added.length - known;
  }

  /** Goes on in the file that has the name now. */
  async #followRotation(): Promise<void> {
    const named = await stat(this.#path, { bigint: true }).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined;
      throw cause;
    });
    if (String(named?.ino) !== this.#inode) {
      const rotated = this.#file;
      this.#file = await openForAdding(this.#path);
      await rotated.close();
      await this.#measure(undefined);
    } else if (Number(named?.size) < this.#end) {
      await this.#measure(undefined);
    }
  }

  async #measure(mark: FileMark | undefined): Promise<void> {
    const { ino, size } = await this.#file.stat({ bigint: true });
    this.#inode = String(ino);
    this.#end = Number(size);
    const isSame = mark !== undefined && mark.inode === this.#inode && mark.bytes <= this.#end;
    this.#ahead = Buffer.alloc(isSame ? this.#end - mark.bytes : 0);
    await this.#file.read(this.#ahead, 0, this.#ahead.length, this.#end - this.#ahead.length);
  }
}

function openForAdding(path: string): Promise<FileHandle> {
  return withClearFileErrors(path, () => open(path, 'a+', 0o600));
}
