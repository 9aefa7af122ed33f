import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAMED_BY, originColumn, readOrigin } from '../../../../src/domain/history/entry/entry-origin.ts';

describe('the origin of an entry', () => {
  it('is read back as it was recorded', () => {
    const origins = fc.record({
      account: fc.string({ unit: 'grapheme' }),
      host: fc.string({ unit: 'grapheme' }),
      namedBy: fc.constantFrom(...NAMED_BY),
    });
    fc.assert(
      fc.property(origins, (origin) => {
        expect(readOrigin({ seq: 1, origin: originColumn(origin) })).toEqual(origin);
      }),
    );
  });

  it('is not recorded for entries from before it was', () => {
    expect(readOrigin({ seq: 1, origin: null })).toBeUndefined();
    expect(readOrigin({ seq: 1 })).toBeUndefined();
  });

  it.each(['', 'junk', '{}', '{"account":"ada","host":"h","named_by":"guess"}'])(
    'is refused in a form of which this program does not know: %s',
    (origin) => {
      expect(() => readOrigin({ seq: 7, origin })).toThrow('entry 7 cannot be read: its origin');
    },
  );
});
