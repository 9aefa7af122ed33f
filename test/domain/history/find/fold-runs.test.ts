import { describe, expect, it } from 'vitest';
import type { CockpitEvent } from '../../../../src/domain/history/entry/event.ts';
import {
  describeRun,
  entriesInView,
  foldRuns,
  type HistoryRow,
  type RunSums,
} from '../../../../src/domain/history/find/fold-runs.ts';
import type { HistoryEntry } from '../../../../src/domain/history/find/history-entry.ts';
import { checkFinished, rolloutStarted, runFinished, runStarted } from '../../../support/history-drafts.ts';

/** Entries from these events, of which the last one is the newest; newest first. */
const history = (...events: CockpitEvent[]) =>
  events.map((event, place) => ({ seq: place + 1, event }) as HistoryEntry).reverse();

const sums = (run: string, first: number, last: number, more: Partial<RunSums> = {}): RunSums => ({
  ...{ run, first, last, suite: 'upgrade', asCandidate: false, verdict: 'pass', interrupted: false },
  counts: { pass: 2, warn: 0, fail: 0, skip: 0, manual: 0, error: 0 },
  ...more,
});

const told = (row: HistoryRow) =>
  row.type === 'entry' ? `${row.isOfRun ? '  ' : ''}${row.entry.seq}` : row.run.sums.run;

describe('the rows of the history', () => {
  const entries = history(
    rolloutStarted,
    runStarted('r1'),
    checkFinished('r1', 'a.b'),
    rolloutStarted,
    checkFinished('r1', 'a.c'),
    runFinished('r1'),
    runStarted('r2'),
    checkFinished('r2', 'a.b'),
  );
  const runs = new Map([
    ['r1', sums('r1', 2, 6)],
    ['r2', sums('r2', 7, 8)],
  ]);
  const rows = (of: readonly HistoryEntry[], ...open: string[]) =>
    foldRuns(of, { runs, open: new Set(open) }).map(told);

  it('are one for each run, where it ended, and one for what was decided meanwhile', () => {
    expect(rows(entries)).toEqual(['r2', 'r1', '4', '1']);
  });

  it('are those of an open run below it', () => {
    expect(rows(entries, 'r1')).toEqual(['r2', 'r1', '  6', '  5', '4', '  3', '  2', '1']);
  });

  it('are the same for any part of the history', () => {
    const whole = rows(entries, 'r1');
    for (let from = 0; from < entries.length; from++)
      for (let to = from; to <= entries.length; to++)
        expect(whole).toEqual(expect.arrayContaining(rows(entries.slice(from, to), 'r1')));
  });

  it('need nothing of a folded run but its newest entry', () => {
    const needed = entriesInView(entries, { runs, open: new Set() });
    expect(needed.map(({ seq }) => seq)).toEqual([8, 6, 4, 1]);
    expect(rows(needed)).toEqual(rows(entries));
  });

  it('are single entries of a run that nothing is known of', () => {
    expect(foldRuns(entries.slice(0, 1), { runs: new Map(), open: new Set() }).map(told)).toEqual(['8']);
  });
});

describe('a run in words', () => {
  const counts = { pass: 49, warn: 1, fail: 2, skip: 0, manual: 0, error: 0 };
  it.each([
    [sums('r', 1, 2, { counts, verdict: 'fail' }), 'run: 52 checks, 2 fail, 1 warn (upgrade)'],
    [sums('r', 1, 2, { verdict: undefined }), 'run: 2 checks, not finished (upgrade)'],
    [sums('r', 1, 2, { interrupted: true }), 'run: 2 checks, interrupted (upgrade)'],
    [sums('r', 1, 2, { asCandidate: true }), 'run: 2 checks (upgrade on a candidate)'],
    [sums('r', 1, 2, { suite: undefined, counts: { ...counts, warn: 0, fail: 0, pass: 1 } }), 'run: 1 check'],
  ])('says what it came to: %#', (run, text) => {
    expect(describeRun(run)).toEqual({ verdict: run.verdict ?? 'skip', text });
  });
});
