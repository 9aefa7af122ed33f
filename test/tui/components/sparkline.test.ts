import { expect, it } from 'vitest';
import { sparkline } from '../../../src/tui/components/sparkline.ts';

const levels = ['_', '.', '-', '#'];

it.each([
  [[], ''],
  [[0, 0], '__'],
  [[0, 1], '_#'],
  [[3, 2, 1, 0], '#-._'],
  [[1, 1000], '.#'],
])('%j is drawn as %j: only zero is at the bottom', (values, line) => {
  expect(sparkline(values, levels)).toBe(line);
});
