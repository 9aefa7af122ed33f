import { describe, expect, it } from 'vitest';
import { dueOn, nextDue, parseDueDay, type Rhythm } from '../../../../src/domain/metrics/loop/due.ts';
import {
  deriveQuestions,
  type LoopEntry,
  type LoopEvent,
  questionId,
  type ShippedQuestion,
} from '../../../../src/domain/metrics/loop/question.ts';

const shipped: readonly ShippedQuestion[] = [
  { id: 'stalled', text: 'Where do tasks stall?', every: 'month', role: 'analytics owner', query: undefined },
];

const role = 'analytics owner' as const;

const asked = (question: string, more: { every?: Rhythm; first_due?: string } = {}): LoopEvent => ({
  kind: 'question.asked',
  body: {
    ...{ v: 1, question, text: 'Why?', every: 'month', answered_by: role, query: null },
    ...{ first_due: '2026-12-01', role },
    ...more,
  },
});
const answered = (question: string, text = 'So.'): LoopEvent => ({
  kind: 'question.answered',
  body: { v: 1, question, text, role, result: null },
});
const retired = (question: string): LoopEvent => ({
  kind: 'question.retired',
  body: { v: 1, question, reason: 'known', role },
});

/** Entries, each with the moment at which it was recorded. */
const history = (...events: readonly (readonly [at: string, event: LoopEvent])[]): readonly LoopEntry[] =>
  events.map(([at, event], index) => ({ seq: index + 1, at: `${at}:00.000Z`, actor: 'ann@x.org', event }));

const duesOf = (
  entries: readonly LoopEntry[],
  { since, now = '2026-11-20T12:00:00Z' }: { since?: string; now?: string } = {},
) =>
  Object.fromEntries(
    deriveQuestions(entries, { shipped, since, now: new Date(now) }).map(({ id, due }) => [id, due?.on]),
  );

describe('a question', () => {
  it.each([
    ['2026-10-31', 'month', '2026-11-30'],
    ['2026-01-31', 'month', '2026-02-28'],
    ['2026-12-15', 'month', '2027-01-15'],
    ['2026-12-28', 'week', '2027-01-04'],
    ['2026-11-30', 'quarter', '2027-02-28'],
  ] as const)('answered on %s every %s is due again on %s', (done, every, due) => {
    expect(nextDue(done, every)).toBe(due);
  });

  it.each([
    ['2026-11-19T23:59:59.999Z', 'later'],
    ['2026-11-20T00:00:00.000Z', 'today'],
    ['2026-11-20T23:59:59.999Z', 'today'],
    ['2026-11-21T00:00:00.000Z', 'overdue'],
  ])('due on 20 November is at %s: %s', (now, state) => {
    expect(dueOn('2026-11-20', new Date(now))).toEqual({ on: '2026-11-20', state });
  });

  it('that ships is due a month after the first figures, and not before there are any', () => {
    expect(duesOf([])).toEqual({ stalled: undefined });
    expect(duesOf([], { since: '2026-10-31T23:30:00.000Z' })).toEqual({ stalled: '2026-11-30' });
  });

  it('is due again after its newest answer, by the day in UTC on which it was answered', () => {
    const entries = history(
      ['2026-10-02T10:00', answered('stalled')],
      ['2026-10-31T23:59', answered('stalled')],
    );
    expect(duesOf(entries, { since: '2026-09-01T00:00:00Z' })).toEqual({ stalled: '2026-11-30' });
  });

  it('of the team is due on the day that was set, and when it is asked anew on the new day', () => {
    const first = ['2026-11-01T10:00', asked('why', { first_due: '2026-11-05' })] as const;
    const answer = ['2026-11-06T10:00', answered('why')] as const;
    const anew = ['2026-11-07T10:00', asked('why', { every: 'week', first_due: '2026-11-10' })] as const;
    expect(duesOf(history(first)).why).toBe('2026-11-05');
    expect(duesOf(history(first, answer)).why).toBe('2026-12-06');
    expect(duesOf(history(first, answer, anew)).why).toBe('2026-11-10');
  });

  it('that is retired is never due, keeps its answers, and can be asked again', () => {
    const until = [
      ['2026-11-01T10:00', answered('stalled', 'In review.')],
      ['2026-11-02T10:00', retired('stalled')],
    ] as const;
    const since = '2026-09-01T00:00:00Z';
    expect(duesOf(history(...until), { since })).toEqual({ stalled: undefined });
    const again = history(...until, ['2026-11-03T10:00', asked('stalled')]);
    const [question] = deriveQuestions(again, { shipped, since, now: new Date('2026-11-20T12:00:00Z') });
    expect(question).toMatchObject({
      origin: 'shipped',
      retired: undefined,
      due: { on: '2026-12-01', state: 'later' },
      answers: [{ text: 'In review.', by: 'ann@x.org', seq: 1 }],
    });
  });

  it('gets an id of its words', () => {
    expect(questionId('Why do reviews of “shop” take 2 days?')).toBe('why-do-reviews-of-shop-take-2-days');
    expect(questionId('2 + 2?')).toBe('');
  });

  it.each([
    ['today', '2026-11-20'],
    ['14d', '2026-12-04'],
    ['2026-12-31', '2026-12-31'],
  ])('can be due on %s', (text, day) => {
    expect(parseDueDay(text, new Date('2026-11-20T23:59:00Z'))).toBe(day);
  });

  it.each(['soon', '2026-02-30', '0d', '1w'])('cannot be due on "%s"', (text) => {
    expect(() => parseDueDay(text, new Date('2026-11-20T12:00:00Z'))).toThrow(`"${text}" is not a day`);
  });
});
