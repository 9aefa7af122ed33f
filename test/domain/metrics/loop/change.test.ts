import { describe, expect, it } from 'vitest';
import {
  type Change,
  chartReviewDue,
  deriveChanges,
  parseMove,
  refTypeOf,
  requireReviewDays,
  windowsOf,
} from '../../../../src/domain/metrics/loop/change.ts';
import { judgeMove, type Side } from '../../../../src/domain/metrics/loop/judge-change.ts';
import { isNoise } from '../../../../src/domain/metrics/loop/noise.ts';
import type { LoopBody, LoopEntry, LoopEvent } from '../../../../src/domain/metrics/loop/question.ts';

const role = 'analytics owner' as const;

const everybody = { team: null, cost_centre: null, repository: null, surface: null };

const tied = (more: Partial<LoopBody<'change.tied'>> = {}): LoopEvent => ({
  kind: 'change.tied',
  body: {
    ...{ v: 1, change: 'c1', metric: 'defect-rate', scope: everybody, kind: 'instruction', role },
    ...{ ref: { type: 'file', text: 'AGENTS.md' }, expect: 'down', by: { amount: 2, in: 'unit' } },
    ...{ since: '2026-11-01', review_on: '2026-11-15', reason: 'too many', ...more },
  },
});

const entry = (at: string, event: LoopEvent, seq = 1): LoopEntry => ({
  ...{ seq, at: `${at}.000Z`, actor: 'ann@x.org', event },
});

describe('a change', () => {
  it('is compared over equally many days before it and from it on', () => {
    expect(windowsOf({ since: '2026-11-01', reviewOn: '2026-11-15' })).toEqual({
      before: { from: '2026-10-18', to: '2026-10-31' },
      after: { from: '2026-11-01', to: '2026-11-14' },
    });
    // A leap day is a day.
    expect(windowsOf({ since: '2028-03-01', reviewOn: '2028-03-02' })).toEqual({
      before: { from: '2028-02-29', to: '2028-02-29' },
      after: { from: '2028-03-01', to: '2028-03-01' },
    });
  });

  it.each([
    ['2026-11-01', '2026-11-01', 'cannot be judged on 2026-11-01'],
    ['2026-11-02', '2026-11-01', 'cannot be judged on 2026-11-01'],
    ['2026-11-01', '2027-11-03', '367 days lie between'],
  ])('that begins on %s cannot be judged on %s', (since, reviewOn, reason) => {
    expect(() => requireReviewDays(since, reviewOn)).toThrow(reason);
  });

  it.each([
    ['2026-11-14T23:59:59', { on: '2026-11-15', state: 'later' }],
    ['2026-11-15T00:00:00', { on: '2026-11-15', state: 'today' }],
    ['2026-11-16T00:00:00', { on: '2026-11-15', state: 'overdue' }],
  ])('is due to be judged at %s UTC: %o', (now, due) => {
    const [change] = deriveChanges([entry('2026-11-01T10:00:00', tied())], new Date(`${now}Z`));
    expect(change?.due).toEqual(due);
  });

  it('that is closed is not due any more', () => {
    const closed: LoopEvent = {
      kind: 'change.closed',
      body: { v: 1, change: 'c1', outcome: 'abandon', reason: 'other work', role },
    };
    const entries = [entry('2026-11-01T10:00:00', tied()), entry('2026-11-02T10:00:00', closed, 2)];
    const [change] = deriveChanges(entries, new Date('2026-12-01T00:00:00Z'));
    expect(change).toMatchObject({ due: undefined, closed: { outcome: 'abandon', seq: 2 } });
  });

  it.each([
    ['5', { amount: 5, in: 'unit' }],
    ['0.25', { amount: 0.25, in: 'unit' }],
    ['10%', { amount: 10, in: 'percent' }],
  ])('moves a metric by %s', (text, move) => {
    expect(parseMove(text)).toEqual(move);
  });

  it.each(['-5', 'much', '', '5 points', '1e9', '%'])('cannot move a metric by "%s"', (text) => {
    expect(() => parseMove(text)).toThrow('is not how much a metric moves');
  });

  it.each([
    ['high-risk-checklist', 'artifact'],
    ['https://example.com/pull/3', 'url'],
    ['1f0c9aa', 'commit'],
    ['shop/AGENTS.md', 'file'],
  ] as const)('%s is found as: %s', (ref, type) => {
    expect(refTypeOf(ref, ['high-risk-checklist'])).toBe(type);
  });
});

describe('the weekly review of charts', () => {
  const due = (entries: readonly LoopEntry[], since?: string) =>
    chartReviewDue(entries, { since, now: new Date('2026-11-20T12:00:00Z') });
  const notNeeded: LoopEvent = {
    kind: 'change.not-needed',
    body: { v: 1, reason: 'nothing moved', role },
  };

  it('is due a week after the first figures, and then a week after a change or a reason for none', () => {
    const since = '2026-11-12T23:00:00.000Z';
    const change = entry('2026-11-13T23:59:59', tied());
    expect(due([], undefined)).toBeUndefined();
    expect(due([], since)).toEqual({ on: '2026-11-19', state: 'overdue' });
    expect(due([change], since)).toEqual({ on: '2026-11-20', state: 'today' });
    expect(due([change, entry('2026-11-14T00:00:00', notNeeded, 2)], since)).toEqual({
      on: '2026-11-21',
      state: 'later',
    });
  });
});

const side = (value: number | null, more: Partial<Side> = {}): Side => ({
  window: { from: '2026-11-01', to: '2026-11-14' },
  ...{
    value,
    n: 40,
    grade: 'observed',
    source: 'file',
    lagDays: 0,
    entries: [3],
    withheld: undefined,
    ...more,
  },
});

const judge = (
  [before, after]: readonly [Side | number | null, Side | number | null],
  change: Partial<Pick<Change, 'metric' | 'expect' | 'by'>> = {},
) => {
  const read = (given: Side | number | null) =>
    given !== null && typeof given === 'object' ? given : side(given);
  return judgeMove(
    { metric: 'defect-rate', expect: 'down', by: { amount: 2, in: 'unit' }, ...change },
    { before: read(before), after: read(after) },
  );
};

describe('the judgement of a change', () => {
  const tenth = { amount: 10, in: 'percent' } as const;

  it.each([
    [10, 8, {}, 'moved as expected'],
    [10, 5, {}, 'moved as expected'],
    [10, 8.01, {}, 'did not move'],
    [10, 10, {}, 'did not move'],
    [10, 12, {}, 'moved against'],
    [10, 11.9, {}, 'did not move'],
    [10, 12, { expect: 'up' }, 'moved as expected'],
    [10, 9, { by: tenth }, 'moved as expected'],
    [10, 9.1, { by: tenth }, 'did not move'],
    [0, 0, { by: tenth }, 'did not move'],
    [0, 1, { by: tenth }, 'moved against'],
    [0.3, 0.2, { by: { amount: 0.1, in: 'unit' } }, 'moved as expected'],
    [10, 9.99, { by: { amount: 0, in: 'unit' } }, 'moved as expected'],
    [null, 8, {}, 'not enough data'],
    [10, null, {}, 'not enough data'],
  ] as const)('of %s and then %s with %o is: %s', (before, after, change, verdict) => {
    expect(judge([before, after], change)).toMatchObject({ verdict });
  });

  it.each([
    ['a rate of four', [side(10), side(0, { n: 4 })], '4 is too few for a comparison'],
    ['two sources', [side(10), side(5, { source: 'by hand' })], 'two sources count differently'],
    ['rows that end early', [side(10), side(5, { lagDays: 8 })], 'most of the days after are not known yet'],
    ['adoption without quality', [side(10), side(null, { withheld: 'no quality' })], 'no quality'],
    ['nothing before', [null, 5], 'nothing was recorded for the days before the change'],
  ] as const)('of %s says why there is none', (_, [before, after], reason) => {
    expect(judge([before, after])).toMatchObject({
      ...{ verdict: 'not enough data', moved: null, needed: null },
      why: expect.stringContaining(reason),
    });
  });

  it('of a count that nobody divides by anything needs no sample', () => {
    const few = [side(4, { n: 1 }), side(1, { n: 1 })] as const;
    expect(judge(few, { metric: 'incident-count' })).toMatchObject({
      verdict: 'moved as expected',
      moved: -3,
    });
  });
});

describe('a signal', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  const since = '2026-01-01T00:00:00.000Z';
  const changeOf = (repository: string | undefined, at: string) => ({
    ...{ metric: 'defect-rate' as const, scope: { repository } },
    tied: { by: 'ann@x.org', role, at, seq: 1 },
  });
  const signal = { metric: 'defect-rate', scope: {}, value: 4, before: 5 } as const;

  it.each([
    ['that nothing was tied to', [], true],
    ['that changed something 89 days ago', [changeOf(undefined, '2026-08-23T00:00:00.000Z')], false],
    ['that changed something 90 days ago', [changeOf(undefined, '2026-08-22T23:59:59.000Z')], true],
    ['that changed something in a part of it', [changeOf('shop', '2026-11-01T00:00:00.000Z')], false],
  ])('%s is noise: %s', (_, changes, noise) => {
    expect(isNoise(signal, { changes, since, now })).toBe(noise);
  });

  it('of a repository counts the changes of that repository, however its name is written', () => {
    const changes = [changeOf('shop', '2026-11-01T00:00:00.000Z')];
    const of = (repository: string) => isNoise({ ...signal, scope: { repository } }, { changes, since, now });
    expect(of('github.com/acme/shop')).toBe(false);
    expect(of('github.com/acme/web')).toBe(true);
  });

  it('of a repository is noise in spite of a change for everybody', () => {
    const changes = [changeOf(undefined, '2026-11-01T00:00:00.000Z')];
    expect(isNoise({ ...signal, scope: { repository: 'shop' } }, { changes, since, now })).toBe(true);
    expect(isNoise({ ...signal, metric: 'incident-count' }, { changes, since, now })).toBe(true);
  });

  it.each([
    ['without figures', { since: undefined }, {}],
    ['whose figures are 89 days old', { since: '2026-08-23T00:00:00.000Z' }, {}],
    ['that is missing', {}, { value: null }],
    ['that was not there in the window before', {}, { before: null }],
  ])('%s is not noise', (_, period, more) => {
    expect(isNoise({ ...signal, ...more }, { changes: [], since, now, ...period })).toBe(false);
  });
});
