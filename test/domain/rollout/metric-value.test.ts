import { describe, expect, it } from 'vitest';
import {
  parseMetricNumber,
  parseSampleSize,
  requireMetricPart,
} from '../../../src/domain/rollout/metric-value.ts';

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
