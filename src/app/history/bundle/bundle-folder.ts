import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a file is made of; a long one in pieces, so that it is never in memory as a whole. */
export type FileContent =
  | string
  | Uint8Array
  | AsyncIterable<string | Uint8Array>
  | Iterable<string | Uint8Array>;

/** The list of the digests, as `sha256sum -c` reads it. */
export const LIST = 'SHA256SUMS';

/** The signed note over that list, and so over every file. */
export const SIGNED_LIST = `${LIST}.note`;

/** A folder that is being filled, with a list of the digests of its files. All of it is for its owner only. */
export class BundleFolder {
  readonly path: string;
  readonly #list: FileHandle;
  readonly #signal: AbortSignal;

  private constructor(path: string, list: FileHandle, signal: AbortSignal) {
    this.path = path;
    this.#list = list;
    this.#signal = signal;
  }

  /** Makes the folder, which must not be there yet. Once `signal` is given, nothing more is written. */
  static async create(path: string, signal: AbortSignal): Promise<BundleFolder> {
    await mkdir(path, { mode: 0o700 });
    return new BundleFolder(path, await open(join(path, LIST), 'wx', 0o600), signal);
  }

  /** Writes a file, and returns its digest; its name has `/` between folders. */
  async add(name: string, content: FileContent): Promise<string> {
    this.#signal.throwIfAborted();
    const path = join(this.path, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const hash = createHash('sha256');
    const file = await open(path, 'wx', 0o600);
    try {
      const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for await (const bytes of inLargePieces(pieces)) {
        this.#signal.throwIfAborted();
        hash.update(bytes);
        await file.appendFile(bytes);
      }
    } finally {
      await file.close();
    }
    const sha256 = hash.digest('hex');
    await this.#list.appendFile(`${sha256}  ${name}\n`);
    return sha256;
  }

  /** Writes what `sign` makes of the digest of the list. Nothing can be added afterwards. */
  async sign(sign: (listDigest: Uint8Array) => string): Promise<void> {
    await this.#list.sync();
    const digest = createHash('sha256')
      .update(await readFile(join(this.path, LIST)))
      .digest();
    await writeFile(join(this.path, SIGNED_LIST), sign(digest), { flag: 'wx', mode: 0o600 });
  }

  async close(): Promise<void> {
    await this.#list.close();
  }
}

const largePiece = 256 * 1024;

/** The same bytes in pieces that are worth a call to the system each. */
async function* inLargePieces(
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    waiting.push(bytes);
    size += bytes.length;
    if (size < largePiece) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}
