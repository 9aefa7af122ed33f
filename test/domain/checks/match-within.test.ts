import { expect, it } from 'vitest';
import { EndlessMatch, firstMatch } from '../../../src/domain/checks/expectation.ts';

it('matches on any line, as a suite expects', () => {
  expect(firstMatch('^b.', 'a1\nb2')).toBe('b2');
  expect(firstMatch('^c', 'a1\nb2')).toBeUndefined();
});

it('stops a pattern that backtracks without end', () => {
  expect(() => firstMatch('^(a+)+$', `${'a'.repeat(60)}b`)).toThrow(EndlessMatch);
});
