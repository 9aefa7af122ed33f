import { expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/domain/base/canonical-json.ts';
import { describeUntold, UntoldCounter } from '../../../../src/domain/history/proof/untold.ts';
import { checkFinished } from '../../../support/history.ts';

const { body: result } = checkFinished('r1', 'cli.version');
const named = { kind: 'check.finished', origin: '{}' };
const first = { ...named, body: canonicalJson({ ...result, v: 1 }) };
const second = { ...named, body: canonicalJson({ ...result, v: 2, cli: { path: '/x', sha256: null } }) };

/** What is said of entries in this order, the first with the number 1. */
function said(...entries: readonly { kind: string; body: string; origin?: string | null }[]) {
  const counter = new UntoldCounter();
  for (const [index, entry] of entries.entries()) counter.next({ seq: index + 1, ...entry });
  return counter.counts.map(describeUntold);
}

it.each([
  ['nothing of what entries of today tell', [second], []],
  [
    'how an actor was named',
    [{ ...second, origin: null }, second],
    [
      'Entry 1 does not say how the actor was named, nor by which account on which host: an older version recorded it.',
    ],
  ],
  [
    'which program was tested, however many results there are',
    [second, first, second, { ...first, body: first.body.replace('"summary":"', '"summary":"\\"v\\":2,') }],
    [
      '2 entries (the first 2, the last 4) have the result of a check without the program that was tested, only its version: an older version recorded them.',
    ],
  ],
])('entries of older versions do not tell %s', (_, entries, lines) => {
  expect(said(...entries)).toEqual(lines);
});

it('counts on where the stretch before ended', () => {
  const [one, other] = [new UntoldCounter(), new UntoldCounter()];
  one.next({ seq: 3, kind: 'key.made', body: '{"v":1}', origin: null });
  other.next({ seq: 9, kind: 'key.made', body: '{"v":1}', origin: null });
  one.join(other.counts);
  expect(one.counts).toEqual([{ what: 'origin', entries: 2, first: 3, last: 9 }]);
});
