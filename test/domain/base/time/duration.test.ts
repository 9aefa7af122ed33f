import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../../../src/domain/base/time/duration.ts';

describe('a duration in a suite', () => {
  it.each(['', ' ', '1 s', '1.5s', '1S', 's', '1d', '+1s', '1s ', 'infinity', '0ms', '0m', '9999999s', '١s'])(
    'is not %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('is no longer than a timer of Node can wait: a longer one would go off at once', () => {
    expect(parseDuration('35791m')).toBe(35_791 * 60_000);
    expect(parseDuration('35792m')).toBeUndefined();
    expect(parseDuration('999999m')).toBeUndefined();
  });

  it('is always one that a timer takes', () => {
    const text = fc
      .tuple(fc.nat({ max: 9_999_999 }), fc.constantFrom('ms', 's', 'm'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (duration) => {
        const milliseconds = parseDuration(duration) ?? 1;
        expect(milliseconds).toBeGreaterThan(0);
        expect(milliseconds).toBeLessThanOrEqual(2 ** 31 - 1);
      }),
    );
  });
});

describe('a duration for people', () => {
  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [1000, '1.0 s'],
    [59_949.9, '59.9 s'],
    [60_000, '1 m 00 s'],
    [119_600, '2 m 00 s'],
    [3_600_000, '60 m 00 s'],
  ])('of %d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('never shows 1000 milliseconds or 60 seconds', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (milliseconds) => {
        expect(formatDuration(milliseconds)).toMatch(/^(\d{1,3} ms|[1-5]?\d\.\d s|\d+ m [0-5]\d s)$/);
      }),
    );
  });
});
