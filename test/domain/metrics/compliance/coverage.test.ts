import { describe, expect, it } from 'vitest';
import { type CoverageRecord, coverageOf } from '../../../../src/domain/metrics/compliance/coverage.ts';
import { notCovered } from '../../../../src/domain/metrics/compliance/not-covered.ts';

const now = new Date('2026-11-20T12:00:00Z');
const place = { kind: 'workspace' as const, id: 'ws-1' };
const known = (more: Partial<CoverageRecord>): CoverageRecord => ({
  ...{ place, log: 'CODEX_LOG', stretches: [], checkedAt: null },
  ...{ waiting: { files: 0, since: null }, filesLost: 0 },
  ...more,
});
const stretch = (from: string, to: string, basis: 'listed' | 'stated' | 'records' = 'listed') => ({
  ...{ from: `2026-${from}:00Z`, to: `2026-${to}:00Z`, basis, endedAt: null as string | null },
});
const at = (moment: string) => `2026-${moment}:00.000Z`;

describe('how far a log is known', () => {
  it('is not known before anything was imported', () => {
    expect(coverageOf(known({}), now)).toBeUndefined();
  });

  it('goes from page to page, and as far as the list that ended', () => {
    const stretches = [
      stretch('11-01T00:00', '11-05T10:00'),
      { ...stretch('11-05T10:00', '11-15T10:00'), endedAt: '2026-11-20T11:00:00Z' },
    ];
    expect(coverageOf(known({ stretches }), now)).toMatchObject({
      // What came in the day before the list was read may not be in it yet.
      ...{ from: at('11-01T00:00'), to: at('11-19T11:00'), gaps: [] },
      ...{ removedFrom: at('12-19T11:00'), daysLeft: 28 },
    });
  });

  it('says how many days are left until OpenAI removes what was not fetched', () => {
    const left = (to: string, waiting?: string) =>
      coverageOf(
        known({
          stretches: [stretch('10-01T00:00', to)],
          waiting: { files: waiting ? 3 : 0, since: waiting ? at(waiting) : null },
        }),
        now,
      )?.daysLeft;
    expect(left('11-20T12:00')).toBe(30);
    expect(left('10-31T12:00')).toBe(10);
    expect(left('10-21T11:00')).toBe(0);
    // A file that was listed and not fetched goes first.
    expect(left('11-20T12:00', '10-24T12:00')).toBe(3);
  });

  it('names gaps, and until when they can still be fetched', () => {
    const stretches = [
      stretch('11-15T00:00', '11-18T00:00'),
      stretch('09-01T00:00', '09-05T00:00'),
      stretch('09-20T00:00', '11-10T00:00'),
    ];
    expect(coverageOf(known({ stretches }), now)?.gaps).toEqual([
      { from: at('09-05T00:00'), to: at('09-20T00:00'), removedOn: null },
      { from: at('11-10T00:00'), to: at('11-15T00:00'), removedOn: at('12-15T00:00') },
    ]);
  });

  it.each([
    ['records', 'records', 0],
    ['records', 'listed', 0],
    ['stated', 'listed', 1],
    ['stated', 'stated', 1],
  ] as const)('takes a night between %s and %s for %i gaps', (one, other, gaps) => {
    const stretches = [
      stretch('11-10T08:00', '11-10T18:00', one),
      stretch('11-11T08:00', '11-11T18:00', other),
    ];
    expect(coverageOf(known({ stretches }), now)?.gaps).toHaveLength(gaps);
  });

  it('counts the days of the newest stretch alone, as far as its files were fetched', () => {
    const stretches = [stretch('10-01T00:00', '10-05T00:00'), stretch('11-01T00:00', '11-19T00:00')];
    expect(coverageOf(known({ stretches }), now)?.counted).toEqual({
      ...{ from: at('11-01T00:00'), to: at('11-19T00:00') },
    });
    const waiting = { files: 1, since: at('11-12T00:00') };
    expect(coverageOf(known({ stretches, waiting }), now)?.counted.to).toBe(at('11-12T00:00'));
  });
});

describe('what is not covered', () => {
  it('is named, with keys and other workspaces first', () => {
    const coverage = coverageOf(
      known({ stretches: [stretch('11-01T00:00', '11-19T00:00')], filesLost: 2 }),
      now,
    );
    expect(notCovered(coverage ? [coverage] : [])).toEqual([
      'Use with an API key: the logs have only what is done with a ChatGPT account.',
      'Other workspaces than these: workspace ws-1.',
      'CODEX_SECURITY_LOG of workspace ws-1: it was never imported or fetched.',
      '2 log files of CODEX_LOG of workspace ws-1: OpenAI removed them before they were fetched.',
      'The text of prompts and answers, and what tools were given and gave back: it is never stored here.',
    ]);
    expect(notCovered([])[1]).toBe('Everything else: no log was imported or fetched.');
  });
});
