import { describe, expect, it } from 'vitest';
import { formatSize, parseSize } from '../../../../src/domain/base/text/size.ts';

describe('a size', () => {
  it.each([
    ['4096', 4096],
    ['0', 0],
    ['12B', 12],
    ['64KiB', 65_536],
    ['2MiB', 2_097_152],
    ['1GiB', 1_073_741_824],
    [' 1KiB ', 1024],
  ])('is read from %j', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', '64KB', '64 KiB', '1.5MiB', '-1', '1e3', 'big'])('is not read from %j', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1_500_000, '1.4 MiB'],
    [3 * 1024 ** 3, '3.0 GiB'],
  ])('of %i bytes is shown as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
});
