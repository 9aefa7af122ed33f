import { describe, expect, it } from 'vitest';
import {
  describeLag,
  describeScope,
  describeSize,
  describeSource,
  describeTrend,
  describeValue,
  formatAmount,
  seriesLine,
} from '../../../src/report/metrics/figure.ts';
import { figureOf, missingFigure, seriesOf } from '../../support/metrics-view.ts';

describe('a figure in words', () => {
  it.each([
    [0, '0 %'],
    [0.126, '0.13 %'],
    [12.44, '12.4 %'],
    [99.96, '100 %'],
    [1204.4, '1,204 %'],
    [-3.25, '-3.25 %'],
  ])('%d is read as %s', (value, said) => {
    expect(formatAmount(value, '%')).toBe(said);
  });

  it('is missing in its value, its size, its trend and its columns, and never 0', () => {
    const figure = missingFigure('incident-count');
    expect(describeValue(figure)).toBe('○ missing');
    expect(describeSize(figure)).toBe('not known');
    expect([describeTrend(figure), describeLag(figure), seriesLine(figure)]).toEqual(['', '', '']);
    expect(describeSource(figure)).toBe('no source');
  });

  it.each([
    ['defect-rate', 12, 9, '↑ 3 worse'],
    ['defect-rate', 6, 9, '↓ 3 better'],
    ['verification-pass-rate', 91.5, 88, '↑ 3.5 better'],
    ['sessions', 1204, 1104, '↑ 100'],
    ['sessions', 12, 12, 'same'],
    ['sessions', 0, null, ''],
  ] as const)('%s of %d after %s: "%s"', (metric, value, before, said) => {
    expect(describeTrend(figureOf(metric, { value, before }))).toBe(said);
  });

  it('names its source, and what others say beside it', () => {
    const others = [{ source: 'analytics', value: 1198 } as const];
    expect(describeSource(figureOf('sessions', { others }))).toBe('sessions; analytics says 1,198 sessions');
  });

  it('says how old it is', () => {
    expect(describeLag(figureOf('turns'))).toBe('up to date');
    expect(describeLag(figureOf('turns', { lagDays: 1 }))).toBe('1 day behind');
  });

  it('draws a day of which nothing is known as a blank, and a rate below 1 in full height', () => {
    const series = seriesOf([0, null, 0.4, 0.8]);
    expect(seriesLine(figureOf('defect-rate', { series }))).toBe('▁ ▅█');
  });
});

describe('whose figures they are', () => {
  it.each([
    [{}, 'everybody'],
    [{ team: 'payments' }, 'team payments'],
    [{ team: '' }, 'no team'],
    [{ costCentre: 'CC 7', surface: 'cli' }, 'cost centre CC 7, surface cli'],
    [{ repository: 'acme/\u001b[31m web\n' }, 'repository acme/ web'],
  ])('%j: %s', (scope, said) => {
    expect(describeScope(scope)).toBe(said);
  });
});
