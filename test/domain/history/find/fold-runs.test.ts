import { describe, expect, it } from 'vitest';
import type { CockpitEvent } from '../../../../src/domain/history/entry/event.ts';
import { describeRun, foldRuns, type HistoryRow } from '../../../../src/domain/history/find/fold-runs.ts';
import type { HistoryEntry } from '../../../../src/domain/history/find/history-entry.ts';
import {
  candidateStarted,
  checkFinished,
  rolloutStarted,
  runStarted,
} from '../../../support/history-drafts.ts';

const finished = (run: string, verdict: 'pass' | 'fail', interrupted = false): CockpitEvent => ({
  kind: 'run.finished',
  body: { v: 1, run, verdict, cli_version: '0.139.0', duration_ms: 1, interrupted },
});

/** Entries from these events, of which the last one is the newest; newest first. */
const history = (...events: CockpitEvent[]) =>
  events.map((event, place) => ({ seq: place + 1, event }) as HistoryEntry).reverse();

const check = (run: string, name: string, verdict: 'pass' | 'fail' | 'warn' = 'pass') => {
  const event = checkFinished(run, name);
  return { ...event, body: { ...event.body, verdict } } as CockpitEvent;
};

const told = (row: HistoryRow) =>
  row.type === 'entry'
    ? `${row.isOfRun ? '  ' : ''}${row.entry.seq}`
    : `${row.run.run}: ${describeRun(row.run).text}`;

describe('the rows of the history', () => {
  const entries = history(
    rolloutStarted,
    runStarted('r1'),
    check('r1', 'a.b', 'fail'),
    rolloutStarted,
    check('r1', 'a.c', 'warn'),
    finished('r1', 'fail'),
    runStarted('r2'),
    check('r2', 'a.b'),
  );

  it('are one for each run, where it ended, and one for what was decided meanwhile', () => {
    expect(foldRuns(entries, new Set()).map(told)).toEqual([
      expect.stringMatching(/^r2: run: 1 check, not finished \(upgrade\)$/),
      expect.stringMatching(/^r1: run: 2 checks, 1 fail, 1 warn \(upgrade\)$/),
      '4',
      '1',
    ]);
  });

  it('are those of an open run below it', () => {
    expect(
      foldRuns(entries, new Set(['r1']))
        .map(told)
        .slice(1),
    ).toEqual([expect.stringContaining('r1: '), '  6', '  5', '4', '  3', '  2', '1']);
  });

  it('say that a run was interrupted, and do not call one finished whose end was not read', () => {
    const [interrupted] = foldRuns(history(check('r', 'a.b'), finished('r', 'pass', true)), new Set());
    expect(interrupted && told(interrupted)).toBe('r: run: at least 1 check, interrupted');
    const [cut] = foldRuns(history(check('r', 'a.b', 'fail')), new Set());
    expect(cut && told(cut)).toBe('r: run: at least 1 check, 1 fail, not finished');
  });

  it('say that a run was of a candidate', () => {
    const [row] = foldRuns(history(candidateStarted('r'), check('r', 'a.b')), new Set());
    expect(row && told(row)).toBe('r: run: 1 check, not finished (upgrade on a candidate)');
  });

  it('are none of none', () => {
    expect(foldRuns([], new Set(['r1']))).toEqual([]);
  });
});
