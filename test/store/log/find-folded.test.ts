import { describe, expect, it } from 'vitest';
import {
  candidateStarted,
  checkFinished,
  draft,
  rolloutStarted,
  runFinished,
  runStarted,
  surfacesChosen,
  testStore,
} from '../../support/history.ts';

/** Two runs with a decision between their entries, and a third one that has not ended. */
async function store() {
  const opened = await testStore();
  await opened.append(() =>
    [
      rolloutStarted,
      runStarted('r1'),
      checkFinished('r1', 'a.b'),
      candidateStarted('r2'),
      surfacesChosen,
      checkFinished('r2', 'a.b'),
      checkFinished('r1', 'a.c'),
      runFinished('r1'),
      surfacesChosen,
      checkFinished('r2', 'a.c'),
    ].map((event) => draft(event)),
  );
  return opened;
}

describe('the entries of which each run has one', () => {
  it.each([
    [[], [10, 9, 8, 5, 1]],
    [['r1'], [10, 9, 8, 7, 5, 3, 2, 1]],
    [['r2'], [10, 9, 8, 6, 5, 4, 1]],
    [
      ['r1', 'r2'],
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    ],
    [['unknown'], [10, 9, 8, 5, 1]],
  ])('are the same however they are paged through, with %j open', async (open, expected) => {
    const { findFolded } = await store();
    const numbers = async (page: Parameters<typeof findFolded>[1]) =>
      (await findFolded(open, page)).map(({ seq }) => seq);
    expect(await numbers({ limit: 99 })).toEqual(expected);
    for (const limit of [1, 2, 3]) {
      for (let before = 1; before <= 11; before++)
        expect(await numbers({ before, limit })).toEqual(
          expected.filter((seq) => seq < before).slice(0, limit),
        );
      for (let after = 0; after <= 10; after++)
        expect(await numbers({ after, limit })).toEqual(
          expected
            .filter((seq) => seq > after)
            .toReversed()
            .slice(0, limit),
        );
    }
  });

  it('are none of an empty history', async () => {
    const { findFolded } = await testStore();
    expect(await findFolded([], { limit: 5 })).toEqual([]);
  });
});

describe('what a run came to', () => {
  it('is counted in all of its entries', async () => {
    const { sumsOfRuns } = await store();
    expect(await sumsOfRuns(['r2', 'r1', 'unknown'])).toMatchObject([
      { run: 'r2', first: 4, last: 10, counts: { pass: 2 }, asCandidate: true, verdict: undefined },
      { run: 'r1', first: 2, last: 8, counts: { pass: 2, fail: 0 }, suite: 'upgrade', verdict: 'pass' },
    ]);
    expect(await sumsOfRuns([])).toEqual([]);
  });
});
