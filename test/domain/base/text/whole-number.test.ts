import { expect, it } from 'vitest';
import { parseWholeNumber } from '../../../../src/domain/base/text/whole-number.ts';

it.each<[string, 0 | 1, number | undefined]>([
  ['0', 0, 0],
  ['0', 1, undefined],
  ['1', 1, 1],
  ['999999999999999', 1, 999_999_999_999_999],
  ['9007199254740993', 1, undefined],
  ['007', 0, undefined],
  ['-1', 0, undefined],
  ['1.5', 0, undefined],
  ['1e3', 0, undefined],
  [' 1', 0, undefined],
  ['', 0, undefined],
])('"%s" from %d is %s', (text, from, number) => {
  expect(parseWholeNumber(text, from)).toBe(number);
});
