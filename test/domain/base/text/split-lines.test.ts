import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SplitLine, splitLines } from '../../../../src/domain/base/text/split-lines.ts';

async function* chunksOf(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const cut of [...cuts.map((one) => one % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    yield bytes.subarray(start, cut);
    start = cut;
  }
}

const split = (text: string, { cuts = [] as number[], most = 1000 } = {}): Promise<SplitLine[]> =>
  Array.fromAsync(splitLines(chunksOf(Buffer.from(text), cuts), { most }));

describe('lines of bytes', () => {
  it('are numbered, without empty ones, and the last one says that it is open', async () => {
    expect(await split('one\r\n\n zwei\u00e9\nthree')).toEqual([
      { number: 1, text: 'one', isOpen: false, isTooLong: false },
      { number: 3, text: 'zwei\u00e9', isOpen: false, isTooLong: false },
      { number: 4, text: 'three', isOpen: true, isTooLong: false },
    ]);
    expect(await split('')).toEqual([]);
    expect(await split('\n\n')).toEqual([]);
  });

  it('are the same wherever the bytes are cut', async () => {
    const text = 'first \u{1f600}\nsecond\n\nthe third \u00e9\u00e9\nlast';
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat()), async (cuts) => {
        expect(await split(text, { cuts })).toEqual(await split(text));
      }),
    );
  });

  it('are left out when they are too long, and the next one is read', async () => {
    expect(
      await split(`${'x'.repeat(50)}\nshort\n${'y'.repeat(50)}`, { cuts: [3, 9, 40, 57], most: 10 }),
    ).toEqual([
      { number: 1, text: '', isOpen: false, isTooLong: true },
      { number: 2, text: 'short', isOpen: false, isTooLong: false },
      { number: 3, text: '', isOpen: true, isTooLong: true },
    ]);
  });
});
