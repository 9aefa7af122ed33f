/** A line without its end. */
export type SplitLine = {
  /** From 1 on. */
  number: number;
  text: string;
  /** The bytes ended within it, without a line end. */
  isOpen: boolean;
  /** It was longer than allowed; then `text` is empty. */
  isTooLong: boolean;
};

const lineFeed = 0x0a;

/**
 * Splits bytes into lines of UTF-8 as they come, however they are cut into chunks. Of a line with more than `most` bytes no
 * more is kept than that. Empty lines are left out; a fault of the encoding becomes U+FFFD.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  { most }: { most: number },
): AsyncGenerator<SplitLine> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let number = 1;
  const add = (part: Uint8Array) => {
    size += part.length;
    if (size > most) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const take = (isOpen: boolean): SplitLine => {
    const isTooLong = size > most;
    const text = Buffer.concat(parts).toString('utf8').trim();
    parts = [];
    size = 0;
    return { number, text, isOpen, isTooLong };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      add(chunk.subarray(start, end));
      const line = take(false);
      if (line.text !== '' || line.isTooLong) yield line;
      start = end + 1;
      number += 1;
    }
    add(chunk.subarray(start));
  }
  const last = take(true);
  if (last.text !== '' || last.isTooLong) yield last;
}
