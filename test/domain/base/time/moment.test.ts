import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../../../src/domain/base/time/moment.ts';

const now = new Date('2026-11-21T08:30:00.000Z');
const start = (text: string) => parseMoment(text, { now, edge: 'start' });
const end = (text: string) => parseMoment(text, { now, edge: 'end' });

describe('a moment', () => {
  it.each([
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T12:00Z', '2026-11-20T12:00:00.000Z'],
    ['2026-11-20T12:00:30Z', '2026-11-20T12:00:30.000Z'],
    ['2026-11-20T12:00:30.5+02:00', '2026-11-20T10:00:30.500Z'],
    ['7d', '2026-11-14T08:30:00.000Z'],
    ['12h', '2026-11-20T20:30:00.000Z'],
    [' 0d ', '2026-11-21T08:30:00.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(start(text)).toBe(moment);
  });

  it('is the end of a day where the end is meant', () => {
    expect(end('2026-12-31')).toBe('2027-01-01T00:00:00.000Z');
    expect(end('2026-11-20T12:00Z')).toBe('2026-11-20T12:00:00.000Z');
  });

  it.each([
    'yesterday',
    '',
    '2026-02-30',
    '2026-02-30T12:00Z',
    '2026-13-01',
    '2026-11-20T25:00Z',
    '2026-11-20T12:00',
    '20.11.2026',
    '-1d',
    '7w',
  ])('is not "%s"', (text) => {
    expect(start(text)).toBeUndefined();
  });

  it('has the form of the times in entries, so that both compare as texts', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-30'), noInvalidDate: true }),
        (date) => {
          expect(start(date.toISOString())).toBe(date.toISOString());
        },
      ),
    );
  });

  it('is read of any text without a fault', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d:TZ+.-]{0,30}$/)), (text) => {
        expect(start(text) ?? '0000-00-00T00:00:00.000Z').toMatch(
          /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
        );
      }),
    );
  });
});
