import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { screenFacts } from '../../../../../src/domain/upgrade/rehearsal/connections/screen-facts.ts';

const askedBy = (shown: string) => screenFacts(shown, 'the screens')[0]?.value;
const captured = (version: string) =>
  readFileSync(join('test/fixtures/codex/rehearsal', `screens-${version}.txt`), 'utf8');

describe('what the screens ask at their start', () => {
  it('is nothing on 0.139.0, and whether to take a new model on 0.169.0, with the same configuration', () => {
    expect(askedBy(captured('0.139.0'))).toBe('nothing');
    expect(askedBy(captured('0.169.0'))).toBe('Try new model / Use existing model');
  });

  it.each([
    ['plain text', 'a\n1. no choice is marked\n2. here', 'nothing'],
    ['one choice', '› 1. Continue\nenter', 'Continue'],
    ['a second choice that is marked is no beginning', '\u001b[3;1H› 2. B', 'nothing'],
    ['the last question counts', '› 1. A\n2. B\nx\n› 1. C\n2. D\n3. E', 'C / D / E'],
    ['a word at a time', '\u001b[7;1H› 1. Yes,\u001b[7;9Hgo\u001b[8;3H2.\u001b[8;6HNo', 'Yes, go / No'],
    ['a hostile label', '› 1. a\u001b]0;title\u0007\u202eb\n2. c', 'ab / c'],
  ])('is read from %s', (_, shown, value) => {
    expect(askedBy(shown)).toBe(value);
  });
});
