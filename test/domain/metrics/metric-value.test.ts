import { describe, expect, it } from 'vitest';
import {
  daysOfWindow,
  type MetricValue,
  parseMetricNumber,
  parseSampleSize,
  readMetricValue,
  requireMetricPart,
  sideOf,
  statedQuality,
} from '../../../src/domain/metrics/metric-value.ts';

describe('the value of a metric as a person types it', () => {
  it.each([
    ['87', 87],
    ['0.5', 0.5],
    ['-3', -3],
    ['1e3', 1000],
  ])('%s is a number', (text, value) => {
    expect(parseMetricNumber(text)).toBe(value);
  });

  it.each(['', ' ', 'many', '87%', 'Infinity', 'NaN'])('%j is none', (text) => {
    expect(() => parseMetricNumber(text)).toThrow('is not a number');
  });

  it('has a whole number as its sample, or none', () => {
    expect([parseSampleSize('120'), parseSampleSize(' ')]).toEqual([120, null]);
    expect(() => parseSampleSize('1.5')).toThrow('"1.5" is not a whole number');
    expect(() => parseSampleSize('-1')).toThrow('"-1" is not a whole number');
  });

  it('loses what a terminal would obey, and is refused when nothing is left', () => {
    expect(requireMetricPart('unit', ' %\u001b[31m ')).toBe('%');
    expect(() => requireMetricPart('window', '\u001b[2J')).toThrow('a metric needs a window');
  });
});

const now = new Date('2026-11-22T09:00:00Z');

const given = (more: Partial<MetricValue> = {}): MetricValue => ({
  ...{ metric: 'defect-rate', value: 5, unit: '', n: 40, window: '2026-11', source: 'CI' },
  ...more,
});

describe('what a person states of a metric', () => {
  it('has the unit and the side of the metric, and the days of the window up to today', () => {
    expect(readMetricValue(given({ team: ' shop\u001b[2J' }), now)).toEqual({
      ...{ metric: 'defect-rate', side: 'quality', value: 5, unit: '%', n: 40, window: '2026-11' },
      ...{ from: '2026-11-01', to: '2026-11-22', team: 'shop', repository: '', source: 'CI' },
    });
  });

  it.each([
    [{ unit: 'percent' }, 'defect-rate is measured in %, not in "percent"'],
    [{ side: 'adoption' }, 'defect-rate is a metric of quality'],
    [{ value: 101 }, 'defect-rate is from 0 to 100, not 101'],
    [{ value: -1 }, 'defect-rate is from 0 to 100, not -1'],
    [{ metric: 'developer-feedback', value: 6 }, 'developer-feedback is from 1 to 5, not 6'],
    [{ metric: 'incident-count', value: -1 }, 'incident-count is at least 0, not -1'],
    [{ window: 'sprint 12' }, '"sprint 12" is not a window'],
    [{ window: '2026-12' }, 'the window 2026-12 has not begun'],
    [{ metric: 'rate' }, 'a metric needs a unit'],
    [{ metric: 'defect-rte' }, 'there is no metric "defect-rte"; did you mean "defect-rate"?'],
    [{ value: Number.NaN }, 'the value of a metric must be a number'],
  ] satisfies [Partial<MetricValue>, string][])('%j is refused', (more, message) => {
    expect(() => readMetricValue(given(more), now)).toThrow(message);
  });

  it.each([
    ['verified-change-rate', '%', 'quality'],
    ['weekly-active-people', '', 'adoption'],
    ['daily_users', '%', 'adoption'],
    ['prompts-a-day', '', 'adoption'],
    ['WAU', 'k', 'adoption'],
    ['reach', 'seats', 'adoption'],
    ['taskforce-findings', 'findings', 'quality'],
    ['automation-savings', 'hours', 'quality'],
    ['tokens', 'tokens', 'adoption'],
    ['toString', '%', 'quality'],
  ])('%s in "%s" says something of %s', (metric, unit, side) => {
    expect(sideOf(metric, unit)).toBe(side);
  });

  const entry = { seq: 7, at: '2026-11-22T09:00:00.000Z' };

  it.each([
    [{}, { total: 2, n: 40 }],
    [{ n: null }, { total: 5, n: null }],
    [
      { metric: 'developer-feedback', value: 4, n: 10 },
      { total: 40, n: 10 },
    ],
    [
      { metric: 'developer-feedback', value: 4, n: null },
      { total: 4, n: null },
    ],
    [
      { metric: 'automation-savings', value: 12, n: 3 },
      { total: 12, n: 3 },
    ],
  ])('%j is a row of quality that can be pooled: %j', (more, expected) => {
    const row = statedQuality(readMetricValue(given(more), now), entry);
    expect(row).toMatchObject({ ...expected, source: 'by hand', id: null, seq: 7, to: '2026-11-22' });
  });

  it('is not a row of quality when it is of adoption, of a name of its own, or of unknown days', () => {
    const rowOf = (more: Partial<MetricValue>) => statedQuality(readMetricValue(given(more), now), entry);
    expect(rowOf({ metric: 'daily-users' })).toBeUndefined();
    expect(rowOf({ metric: 'rate', unit: '%' })).toBeUndefined();
    expect(statedQuality({ ...readMetricValue(given(), now), from: null }, entry)).toBeUndefined();
  });

  it('of a month that was not over is of its days up to then', () => {
    const stated = { ...readMetricValue(given(), now), from: '2026-11-01', to: '2026-11-30' };
    expect(statedQuality(stated, entry)).toMatchObject({ from: '2026-11-01', to: '2026-11-22' });
    expect(statedQuality({ ...stated, from: '2026-11-25' }, entry)).toBeUndefined();
  });
});

it.each([
  ['2026-11', { from: '2026-11-01', to: '2026-11-30' }],
  ['2026-Q1', { from: '2026-01-01', to: '2026-03-31' }],
  ['2026-11-03', { from: '2026-11-03', to: '2026-11-03' }],
  ['7d', null],
  ['2026-13', null],
  ['2026-11-03..2026-11-01', null],
])('the window %s of an entry of an older version has the days %j', (window, days) => {
  expect(daysOfWindow(window)).toEqual(days);
});
