import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../../src/domain/metrics/metric-set.ts';
import {
  type QUALITY_COLUMNS,
  qualityTemplate,
  readColumns,
  readQualityRow,
} from '../../../../src/domain/metrics/quality/quality-table.ts';

const today = '2026-11-20';

/** Reads a row with the cells that are named; the others are empty. */
function read(cells: Partial<Record<keyof typeof QUALITY_COLUMNS, string>>) {
  const given = {
    metric: 'defect-rate',
    from: '2026-10-01',
    to: '2026-10-31',
    total: '2',
    n: '40',
    ...cells,
  };
  return readQualityRow(readColumns(Object.keys(given))(Object.values(given)), today);
}

describe('a row of a table of quality', () => {
  it('has its metric, days, total and sample, and is known by them', () => {
    expect(read({ team: ' payments ', repository: 'shop' })).toEqual({
      key: '["defect-rate","2026-10-01","2026-10-31","payments","shop"]',
      ...{
        metric: 'defect-rate',
        from: '2026-10-01',
        to: '2026-10-31',
        team: 'payments',
        repository: 'shop',
      },
      ...{ id: null, total: 2, n: 40, priorities: null },
    });
  });

  it('is known by its id when it has one', () => {
    const incident = { metric: 'incident-count', total: '1', n: '', to: '' };
    expect(read({ ...incident, id: 'INC-1' }).key).toBe(
      read({ ...incident, id: 'INC-1', from: '2026-10-02' }).key,
    );
    expect(read({ ...incident, id: 'INC-1' })).toMatchObject({ id: 'INC-1', to: '2026-10-01', n: null });
  });

  it.each([
    [
      { total: '', value: '5' },
      { total: 2, n: 40 },
    ],
    [
      { total: '', value: '5', n: '' },
      { total: 5, n: null },
    ],
    [
      { metric: 'developer-feedback', total: '', value: '4.2', n: '10' },
      { total: 42, n: 10 },
    ],
    [
      { metric: 'automation-savings', total: '', value: '36.5', n: '3' },
      { total: 36.5, n: 3 },
    ],
    [
      { metric: 'review-findings', total: '', p0: '1', p1: '0', p2: '3' },
      { total: 4, priorities: { p0: 1, p1: 0, p2: 3 } },
    ],
    [
      { metric: 'review-findings', total: '7' },
      { total: 7, priorities: null },
    ],
  ])('%j is %j', (cells, expected) => {
    expect(read(cells)).toMatchObject(expected);
  });

  it.each([
    [{ metric: 'defect-rates' }, 'metric: "defect-rates" is none; did you mean "defect-rate"'],
    [{ metric: 'daily-users' }, 'metric: daily-users is a metric of adoption'],
    [{ metric: 'toString' }, 'metric: "toString" is none'],
    [{ from: '2026-02-30' }, 'from: "2026-02-30" is not a day'],
    [{ from: '01.10.2026' }, 'from: "01.10.2026" is not a day'],
    [{ from: '', to: '' }, 'from: "" is not a day'],
    [{ to: '2026-11-21' }, 'to: 2026-11-21 is still to come: today is 2026-11-20'],
    [{ to: '2026-09-30' }, 'to: 2026-09-30 is before 2026-10-01'],
    [{ from: '2024-10-01' }, 'to: a row can be of at most 366 days'],
    [{ n: '40.5' }, 'n: "40.5" is not a whole number'],
    [{ n: '' }, 'n: it is empty'],
    [{ total: 'two' }, 'total: "two" is not a number'],
    [{ total: '2,5' }, 'total: "2,5" is not a number'],
    [{ total: '' }, 'total: it is empty, and so is value'],
    [{ total: '-1' }, 'total: -1 is below 0'],
    [{ total: '41' }, 'total: 41 is more than n, 40'],
    [{ value: '5' }, 'value: it is given beside total'],
    [{ total: '', value: '101' }, 'value: 101 is not from 0 to 100'],
    [{ metric: 'developer-feedback', total: '9', n: '10' }, 'total: 9 is not a sum of 10 scores from 1 to 5'],
    [{ p1: '3' }, 'p1: only review-findings have priorities'],
    [{ metric: 'review-findings', p1: '3' }, 'p0: it is empty, and p1 is not'],
    [{ metric: 'review-findings', p0: '1', p1: '0', p2: '0' }, 'total: 2 is not the 1 findings of P0 to P2'],
    [
      { metric: 'review-findings', total: '', value: '1', p0: '1', p1: '0', p2: '0' },
      'value: it is given beside',
    ],
  ])('%j is refused: %s', (cells, message) => {
    expect(() => read(cells)).toThrow(message);
  });
});

describe('the heading of a table of quality', () => {
  it.each([
    [['metric', 'from', 'amount'], 'there is no column "amount"'],
    [['metric', 'from', 'From'], 'the column "from" is there twice'],
    [['metric', 'total'], 'the column "from" is missing'],
    [['metric', 'from', 'repositry'], 'did you mean "repository"?'],
  ])('%j is refused: %s', (columns, message) => {
    expect(() => readColumns(columns)).toThrow(message);
  });

  it('may be written in capitals', () => {
    expect(readColumns(['Metric', 'FROM'])(['a', 'b'])('from')).toBe('b');
  });
});

it('the template has a row of each metric of quality that can be imported', () => {
  const [heading = '', ...lines] = qualityTemplate.trim().split('\n');
  const cellsOf = readColumns(heading.split(','));
  const rows = lines.map((line) => readQualityRow(cellsOf(line.split(',')), today));
  const quality = Object.entries(METRICS).flatMap(([id, { side }]) => (side === 'quality' ? [id] : []));
  expect(rows.map(({ metric }) => metric).sort()).toEqual(quality.sort());
});
