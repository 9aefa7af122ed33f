import { describe, expect, it } from 'vitest';
import { ANALYTICS_PARTS } from '../../../../src/domain/metrics/events/sources.ts';
import { type FetchedPage, planFetch } from '../../../../src/domain/metrics/sources/analytics-plan.ts';

// A Friday.
const now = new Date('2026-11-20T12:00:00Z');
const second = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;

const page = (more: Partial<FetchedPage> = {}): FetchedPage => ({
  run: 'earlier',
  part: 'responses to code reviews',
  group: 'day',
  start: second('2026-11-01'),
  end: second('2026-11-21'),
  next: null,
  finished: true,
  ...more,
});

const days = (pages: readonly FetchedPage[], asked: Partial<Parameters<typeof planFetch>[1]> = {}) => {
  const { start, end } = planFetch(pages, { group: 'day', ...asked }, now);
  return [start, end].map((one) => new Date(one * 1000).toISOString().slice(0, 10));
};

describe('what is fetched', () => {
  it.each([
    ['at first, all 90 days that the API looks back', [], {}, ['2026-08-23', '2026-11-21']],
    ['then the last days again, since numbers can be late', [page()], {}, ['2026-11-18', '2026-11-21']],
    [
      'all 90 days when the fetch before is older than that',
      [page({ end: second('2026-06-01') })],
      {},
      ['2026-08-23', '2026-11-21'],
    ],
    [
      'the days that are asked for',
      [page()],
      { from: '2026-10-01', to: '2026-10-31' },
      ['2026-10-01', '2026-11-01'],
    ],
    ['whole weeks from Monday on', [], { group: 'week', from: '2026-11-18' }, ['2026-11-16', '2026-11-21']],
    [
      'from the next Monday, when the first is too early',
      [],
      { group: 'week' },
      ['2026-08-24', '2026-11-21'],
    ],
    ['weeks whatever days were fetched', [page()], { group: 'week' }, ['2026-08-24', '2026-11-21']],
  ] as const)('%s', (_, pages, asked, expected) => {
    expect(days(pages, asked)).toEqual(expected);
  });

  it.each([
    [{ from: '2026-08-22' }, 'the earliest day is 2026-08-23'],
    [{ from: '2026-02-30' }, '--from: "2026-02-30" is not a day'],
    [{ to: 'today' }, '--to: "today" is not a day'],
    [{ to: '2026-11-21' }, 'do not follow one another up to today, 2026-11-20'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'do not follow one another'],
    [{ from: '2026-08-23', to: '2026-08-23', group: 'week' as const }, 'no week begins from 2026-08-23'],
  ])('%j is refused', (asked, message) => {
    expect(() => planFetch([], { group: 'day', ...asked }, now)).toThrow(message);
  });
});

describe('a fetch that was cut short', () => {
  const stretch = { start: second('2026-08-23'), end: second('2026-11-21'), finished: false };
  const [first, people, ...rest] = ANALYTICS_PARTS;
  const cut = [
    page({ ...stretch, part: first, next: 'a' }),
    page({ ...stretch, part: first }),
    page({ ...stretch, part: people, next: 'b' }),
  ];

  it('goes on with the page that follows, and leaves out what is complete', () => {
    expect(planFetch(cut, { group: 'day' }, now)).toEqual({
      ...{ run: 'earlier', group: 'day', start: stretch.start, end: stretch.end, resumes: true },
      parts: [{ part: people, cursor: 'b' }, ...rest.map((part) => ({ part, cursor: null }))],
    });
  });

  it.each([
    ['of other days', { from: '2026-11-01' }],
    ['of weeks', { group: 'week' as const }],
  ])('is left when a fetch %s is asked for', (_, asked) => {
    const { resumes, parts, run } = planFetch(cut, { group: 'day', ...asked }, now);
    expect([resumes, parts.length, run]).toEqual([false, 4, now.toISOString()]);
  });
});
