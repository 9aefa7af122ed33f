import { describe, expect, it } from 'vitest';
import { didYouMean, nearestOrAll, suggest } from '../../../../src/domain/base/text/suggest.ts';

describe('a suggestion', () => {
  it.each([
    ['the nearest of several', 'sever', ['severity', 'server', 'never'], 'server'],
    ['the first of two that are as near', 'cat', ['bat', 'hat'], 'bat'],
    ['a word with two letters swapped', 'init', ['inti'], 'inti'],
    ['a word in other letters', 'TIMEOUT', ['timeout'], 'timeout'],
    ['nothing when none is near', 'colour', ['platforms', 'owner'], undefined],
    ['nothing for a short word that shares no letter', 'ab', ['xy'], undefined],
    ['nothing out of nothing', 'title', [], undefined],
    ['nothing for nothing', '', ['a'], undefined],
  ])('is %s', (_, word, candidates, expected) => {
    expect(suggest(word, candidates)).toBe(expected);
  });
});

describe('a message about an unknown name', () => {
  it.each([
    ['ends with the nearest known name', 'titel', '; did you mean "title"?', 'Did you mean "title"?'],
    ['ends as it is when no known name is near', 'colour', '', 'There are title, why.'],
  ])('%s', (_, name, hint, remedy) => {
    expect(didYouMean(name, ['title', 'why'])).toBe(hint);
    expect(nearestOrAll(name, ['title', 'why'])).toBe(remedy);
  });
});
