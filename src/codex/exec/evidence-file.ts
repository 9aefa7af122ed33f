import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/** A digest of bytes and how many there are, as a record of a run has it. */
export type Digested = { sha256: string; bytes: number };

/** Bytes that wait to be written before whoever writes is asked to wait. */
const mostWaiting = 4 * 1024 * 1024;
const pieceBytes = 256 * 1024;

/**
 * A file of an evidence folder, which is written as the texts come: readable for its owner alone, digested, and not longer
 * than it may be. A file that cannot be written does not stop the run: `fault` says so.
 */
export class EvidenceFile {
  readonly #most: number;
  readonly #hash = createHash('sha256');
  readonly #file: Promise<FileHandle>;
  #bytes = 0;
  #pending: string[] = [];
  #pendingBytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #waiting = 0;
  #full = false;
  #fault: string | undefined;

  constructor(path: string, most: number) {
    this.#most = most;
    this.#file = open(path, 'wx', 0o600);
    this.#file.catch((cause: Error) => this.#fail(cause));
  }

  /** Whether something came that had no room. */
  get isFull(): boolean {
    return this.#full;
  }

  /** Why it could not be written. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Whether so much waits to be written that whoever writes should wait, too. */
  get isBusy(): boolean {
    return this.#waiting > mostWaiting;
  }

  /** Adds a text, unless it has no room. */
  write(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (this.#full || this.#fault !== undefined) return;
    if (this.#bytes + bytes > this.#most) {
      this.#full = true;
      return;
    }
    this.#bytes += bytes;
    this.#pending.push(text);
    this.#pendingBytes += bytes;
    if (this.#pendingBytes >= pieceBytes) void this.flush();
  }

  /** Writes what came so far. */
  flush(): Promise<void> {
    if (this.#pendingBytes === 0) return this.#writing;
    const piece = Buffer.from(this.#pending.join(''));
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#hash.update(piece);
    this.#waiting += piece.length;
    this.#writing = this.#writing.then(async () => {
      try {
        if (this.#fault === undefined) await (await this.#file).writeFile(piece);
      } catch (cause) {
        this.#fail(cause as Error);
      }
      this.#waiting -= piece.length;
    });
    return this.#writing;
  }

  /** Writes the rest, and says what the file has. */
  async close(): Promise<Digested> {
    await this.flush();
    try {
      await (await this.#file).close();
    } catch (cause) {
      this.#fail(cause as Error);
    }
    return { sha256: this.#hash.digest('hex'), bytes: this.#bytes };
  }

  #fail(cause: Error): void {
    this.#fault ??= cause.message;
  }
}
