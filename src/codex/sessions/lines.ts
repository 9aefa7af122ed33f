/** Takes the bytes of a line, without its end; of a line that is too long the first ones, with its whole length. */
export type TakeLine = (buffer: Buffer, start: number, end: number, length: number) => void;

const lineEnd = 10;

/**
 * Finds lines in bytes that come in pieces. It holds at most `most` bytes of a line, whatever its length.
 */
export class Lines {
  readonly #take: TakeLine;
  readonly #most: number;
  #begun: Buffer[] = [];
  #held = 0;
  #length = 0;
  #complete = 0;

  constructor(take: TakeLine, most: number) {
    this.#take = take;
    this.#most = most;
  }

  /** Bytes of complete lines so far, with their ends. */
  get complete(): number {
    return this.#complete;
  }

  /** The line whose end did not come yet: its first bytes, and how many it has so far. */
  get rest(): { bytes: Buffer; length: number } {
    return { bytes: Buffer.concat(this.#begun), length: this.#length };
  }

  /** @param piece is not kept: its memory can be used again */
  push(piece: Buffer): void {
    let start = 0;
    for (let end = piece.indexOf(lineEnd); end >= 0; end = piece.indexOf(lineEnd, start)) {
      if (this.#length === 0) this.#takeWhole(piece, start, end);
      else this.#takeJoined(piece, start, end);
      start = end + 1;
    }
    if (start < piece.length) this.#hold(piece, start, piece.length);
  }

  #takeWhole(piece: Buffer, start: number, end: number): void {
    const length = end - start;
    this.#complete += length + 1;
    this.#take(piece, start, Math.min(end, start + this.#most), length);
  }

  #takeJoined(piece: Buffer, start: number, end: number): void {
    this.#hold(piece, start, end);
    const line = this.#begun.length === 1 ? (this.#begun[0] as Buffer) : Buffer.concat(this.#begun);
    const length = this.#length;
    this.#begun = [];
    this.#held = 0;
    this.#length = 0;
    this.#complete += length + 1;
    this.#take(line, 0, line.length, length);
  }

  #hold(piece: Buffer, start: number, end: number): void {
    this.#length += end - start;
    const kept = Math.min(end, start + this.#most - this.#held);
    if (kept <= start) return;
    this.#begun.push(Buffer.from(piece.subarray(start, kept)));
    this.#held += kept - start;
  }
}
