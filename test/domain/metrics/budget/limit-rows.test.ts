import { describe, expect, it } from 'vitest';
import { LimitRows, limitFields, parseLimitDays } from '../../../../src/domain/metrics/budget/limit-rows.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };

function read(fields: string, lines: readonly string[], days = undefined as typeof november | undefined) {
  const header = fields.split(' ');
  const rows = new LimitRows({ header, columns: Object.fromEntries(header.map((one) => [one, one])) }, days);
  for (const line of lines) rows.add(line.split('|'));
  return rows.limits.map(({ key: _, ...limit }) => limit);
}

describe('a file of spend limits', () => {
  it('has limits of teams in credits and in money, each apart', () => {
    expect(
      read('month team limit:credits used:credits limit:cost_usd', ['2026-11|shop|1,000|120|$50']),
    ).toEqual([
      { team: 'shop', cost_centre: '', measure: 'credits', ...november, limit: 1000, used: 120 },
      { team: 'shop', cost_centre: '', measure: 'cost_usd', ...november, limit: 50, used: null },
    ]);
  });

  it('is of the days that a person names, where it does not say its own', () => {
    expect(read('limit:credits', ['500'], november)).toMatchObject([{ team: '', ...november, limit: 500 }]);
  });

  it('a team without a limit has none', () => {
    expect(read('day team limit:credits', ['2026-11-02|shop|'])).toEqual([]);
  });

  it.each([
    ['month team limit:credits', ['2026-11|a|1', '2026-11|a|2'], 'another row is a limit of the same'],
    ['month limit:credits', ['2026-11|lots'], 'column "limit:credits": "lots" is not a number'],
    ['month limit:credits', ['soon|1'], 'column "month": "soon" is not a day'],
  ])('%s %j is refused', (fields, lines, message) => {
    expect(() => read(fields, lines)).toThrow(message);
  });
});

describe('the fields of a file of spend limits', () => {
  it.each([
    [['month', 'limit:credits'], undefined, undefined],
    [['limit:credits'], november, undefined],
    [['limit:credits'], undefined, 'no column says the days of a limit'],
    [['from', 'limit:credits'], november, 'the days of a limit are one column'],
    [['month', 'used:credits'], undefined, 'no column is a limit'],
    [['month', 'team', 'cost_centre', 'limit:credits'], undefined, 'a team or of a cost centre'],
  ])('%j with days %j', (fields, days, lacks) => {
    const found = limitFields(days).lacks(fields);
    expect(lacks === undefined ? found : found?.includes(lacks)).toBe(lacks === undefined ? undefined : true);
  });

  it.each([
    ['Team name', 'team'],
    ['Cost center', 'cost_centre'],
    ['Credit limit', 'limit:credits'],
    ['Spend limit (USD)', 'limit:cost_usd'],
    ['Credits used', 'used:credits'],
    ['Manager', undefined],
  ])('%s is guessed as %s', (column, field) => {
    expect(limitFields(undefined).guess(column)).toBe(field);
  });
});

describe('the days of limits', () => {
  it.each([
    ['2026-11', november],
    ['2026-11-01..2026-11-30', november],
    ['2027-02', { from: '2027-02-01', to: '2027-02-28' }],
  ])('%s', (text, days) => {
    expect(parseLimitDays(text)).toEqual(days);
  });

  it.each(['', 'soon', '2026-11-30..2026-11-01', '2026-01-01..2027-06-01', '2026-11-01..'])(
    '%j is refused',
    (text) => {
      expect(() => parseLimitDays(text)).toThrow();
    },
  );
});
