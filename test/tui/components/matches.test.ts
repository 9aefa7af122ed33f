import { expect, it } from 'vitest';
import { matches } from '../../../src/tui/components/matches.ts';

it.each([
  ['', true],
  ['   ', true],
  ['fail', true],
  ['FAIL strict', true],
  ['strict fail', true],
  ['fail passed', false],
  ['!passed', true],
  ['!strict', false],
  ['fail !strict', false],
  ['fail !', true],
  ['config.s', true],
  ['日本', true],
])('a filter %j finds a row by all its words: %s', (filter, found) => {
  expect(matches('✘ fail config.strict 日本語', filter)).toBe(found);
});
