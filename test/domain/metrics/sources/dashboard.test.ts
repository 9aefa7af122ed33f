import { describe, expect, it } from 'vitest';
import { DashboardRows, dashboardFields } from '../../../../src/domain/metrics/sources/dashboard.ts';

/** The rows of a file whose columns are called like their fields. */
function read(fields: string, ...lines: readonly string[]) {
  const header = fields.split(' ');
  const rows = new DashboardRows(
    { header, columns: Object.fromEntries(header.map((one) => [one, one])) },
    '',
  );
  for (const line of lines) rows.add(line.split('|'));
  return rows;
}

const told = (fields: string, ...lines: readonly string[]) =>
  read(fields, ...lines).rows.map(({ level, from, to, person, surface, measures }) => [
    (level ?? []).join('+'),
    from === to ? from : `${from}..${to}`,
    [person, surface].filter((part) => part !== '').join(' '),
    measures,
  ]);

describe('a dashboard export', () => {
  it('of people has rows of people; an empty cell is not zero', () => {
    expect(
      told('day person turns credits', '2026-11-02|Ada@Example.com|3|', '2026-11-02|bob@example.com|0|1.5'),
    ).toEqual([
      ['person', '2026-11-02', 'ada@example.com', { turns: 3 }],
      ['person', '2026-11-02', 'bob@example.com', { turns: 0, credits: 1.5 }],
    ]);
  });

  it('with a column for each surface has rows of surfaces beside the total', () => {
    expect(told('day turns turns@cli turns@ide users@cli', '2026-11-02|10|7|3|4')).toEqual([
      ['', '2026-11-02', '', { turns: 10 }],
      ['surface', '2026-11-02', 'cli', { turns: 7, users: 4 }],
      ['surface', '2026-11-02', 'ide', { turns: 3 }],
    ]);
  });

  it('with a column of surfaces knows them by the names of the product', () => {
    expect(
      told('day surface turns', '2026-11-02|VS Code|3', '2026-11-02|CODEX_CLI|4', '2026-11-02|Watch|5'),
    ).toEqual([
      ['surface', '2026-11-02', 'ide', { turns: 3 }],
      ['surface', '2026-11-02', 'cli', { turns: 4 }],
      ['surface', '2026-11-02', 'Watch', { turns: 5 }],
    ]);
  });

  it.each([
    ['week', '2026-11-02', '2026-11-02..2026-11-08'],
    ['month', '2026-02', '2026-02-01..2026-02-28'],
    ['month', '2026-12-24', '2026-12-01..2026-12-31'],
    ['day:mdy', '11/02/2026', '2026-11-02'],
    ['day:dmy', '2.11.2026', '2026-11-02'],
    ['day', '2026-11-02T00:00:00Z', '2026-11-02'],
    ['day', '1793577600', '2026-11-02'],
  ])('%s of %s is %s', (field, cell, days) => {
    expect(told(`${field} turns`, `${cell}|1`)[0]?.[1]).toBe(days);
  });

  it('from and to are both included', () => {
    expect(told('from to turns', '2026-11-02|2026-11-05|1')[0]?.[1]).toBe('2026-11-02..2026-11-05');
  });

  it('rows that no mapped column tells apart are added up', () => {
    expect(told('day turns', '2026-11-02|1', '2026-11-02|2')).toEqual([['', '2026-11-02', '', { turns: 3 }]]);
  });

  it('users of two rows are not added up: one person may be in both', () => {
    expect(() => read('day users', '2026-11-02|1', '2026-11-02|2')).toThrow(
      'another row has users of the same days',
    );
  });

  it('of code reviews has findings and reactions, of each repository', () => {
    const { rows, quality } = read(
      'day repository code_reviews p0 p1 p2 upvotes downvotes',
      '2026-11-02|acme/shop|4|0|1|2|3|1',
      '2026-11-02|acme/shop|1|1|0|0|0|0',
      '2026-11-02|acme/web|2|0|||1|0',
    );
    expect(rows.map(({ repository, measures }) => [repository, measures])).toEqual([
      ['acme/shop', { code_reviews: 5 }],
      ['acme/web', { code_reviews: 2 }],
    ]);
    expect(quality.map(({ metric, repository, total, n }) => [metric, repository, total, n])).toEqual([
      ['review-findings', 'acme/shop', 4, 5],
      ['review-reactions', 'acme/shop', 3, 4],
      ['review-reactions', 'acme/web', 1, 1],
    ]);
  });

  it.each([
    ['day turns', '2026-11-31|1', 'column "day": "2026-11-31" is not a day, such as 2026-11-20'],
    ['day turns', '02/11/2026|1', 'column "day": "02/11/2026" is not a day'],
    ['day turns', '2026-11-02|1,5', 'column "turns": "1,5" is not a number of 0 or more'],
    ['day turns', '2026-11-02|-1', 'is not a number'],
    ['day turns', '2026-11-02|=1+1', 'is not a number'],
    ['from to turns', '2026-11-02|2026-11-01|1', 'do not follow one another'],
    ['from to turns', '2026-11-02|2028-11-01|1', 'more than 366'],
  ])('%s %s is refused with its column', (fields, line, message) => {
    expect(() => read(fields, line)).toThrow(message);
  });

  it.each([
    ['1,234.5', 1234.5],
    ['$12', 12],
    ['1e3', 1000],
  ])('%s is a number', (cell, value) => {
    expect(told('day credits', `2026-11-02|${cell}`)[0]?.[3]).toEqual({ credits: value });
  });

  it.each(['-', 'n/a', 'NULL', '–'])('%s is not known', (cell) => {
    expect(told('day credits', `2026-11-02|${cell}`)).toEqual([]);
  });
});

describe('the fields of a dashboard export', () => {
  it.each([
    ['Date', 'day'],
    ['Week starting', 'week'],
    ['user_email', 'person'],
    ['userEmail', 'person'],
    ['Threads', 'sessions'],
    ['Daily active users', 'users'],
    ['CLI turns', 'turns@cli'],
    ['VS Code daily active users', 'users@ide'],
    ['Cloud credits used', 'credits@web'],
    ['P0 findings', 'p0'],
    ['Cost (USD)', 'cost_usd'],
    ['Favourite colour', undefined],
    ['CLI version', undefined],
  ])('%s is guessed as %s', (column, field) => {
    expect(dashboardFields.guess(column)).toBe(field);
  });

  it.each(['day', 'day:dmy', 'turns', 'users@cli', 'turns@My surface', 'p2'])('%s is one', (field) => {
    expect(dashboardFields.isField(field)).toBe(true);
  });

  it.each(['', 'day:xyz', 'turn', 'turns@', 'turns@cli@ide', 'p0@cli', '__proto__'])(
    '%j is none',
    (field) => {
      expect(dashboardFields.isField(field)).toBe(false);
    },
  );

  it.each([
    [['turns'], 'its days are one column'],
    [['day', 'week', 'turns'], 'its days are one column'],
    [['from', 'turns'], 'its days are one column'],
    [['day', 'person'], 'no column is a number'],
    [['day', 'p0', 'p1', 'p2'], 'findings need four columns'],
    [['day', 'upvotes'], 'reactions need two columns'],
    [['day', 'person', 'upvotes', 'downvotes'], 'leave out person'],
  ])('%j lacks something', (fields, message) => {
    expect(dashboardFields.lacks(fields)).toContain(message);
  });
});
