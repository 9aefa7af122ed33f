import { describe, expect, it } from 'vitest';
import { parseAnswer } from '../../../src/domain/reviews/answer.ts';
import { judgeAnswer, judgeFinish } from '../../../src/domain/reviews/judge-review.ts';
import {
  deriveReview,
  exceptionsOf,
  type Review,
  type ReviewEntry,
} from '../../../src/domain/reviews/review.ts';

type Line = readonly [question: string, answer: 'yes' | 'no' | 'not applicable', by?: string] | 'finished';

const v = 1 as const;
const role = 'team lead' as const;

function reviewOf(...lines: readonly Line[]): Review {
  const named = { v, review: 'r1', change: 'shop#412' };
  const start: ReviewEntry['event'] = {
    kind: 'review.started',
    body: {
      ...{ ...named, name: 'high-risk-change', artifact: 'high-risk-checklist', revision: 2, sha256: 'ab' },
      ...{ title: null, areas: ['money'], role },
      questions: [
        { id: 'tests', text: 'Does a test fail without it?' },
        { id: 'way-back', text: 'Is there a way back?' },
      ],
    },
  };
  const events = lines.map((line): ReviewEntry['event'] => {
    if (line === 'finished') {
      const body = { ...named, name: 'high-risk-change', role, answers: [], exceptions: [], note: null };
      return { kind: 'review.finished', body };
    }
    const [question, answer] = line;
    return { kind: 'review.answered', body: { ...named, question, answer, note: null, role } };
  });
  const entries = [start, ...events].map((event, index) => {
    const line = lines[index - 1];
    const actor = (Array.isArray(line) && line[2]) || 'bob@x.org';
    return { seq: 10 + index, at: `2026-11-2${index}T12:00:00.000Z`, actor, event };
  });
  const review = deriveReview(entries);
  if (!review) throw new Error('no review');
  return review;
}

describe('a review', () => {
  it('asks its questions, and keeps each answer with person, role and time', () => {
    expect(reviewOf(['tests', 'yes', 'sue@x.org'])).toMatchObject({
      change: 'shop#412',
      checklist: { artifact: 'high-risk-checklist', revision: 2 },
      questions: [
        { id: 'tests', answer: { answer: 'yes', by: 'sue@x.org', role: 'team lead', seq: 11 }, earlier: 0 },
        { id: 'way-back', answer: undefined },
      ],
      finished: undefined,
    });
  });

  it('counts the newest answer, and says that there were others', () => {
    const { questions } = reviewOf(['tests', 'no'], ['tests', 'yes', 'sue@x.org']);
    expect(questions[0]).toMatchObject({ answer: { answer: 'yes', by: 'sue@x.org' }, earlier: 1 });
  });

  it.each([
    ['nothing is answered', [], ['tests', 'way-back']],
    ['one is open', [['tests', 'yes']], ['way-back']],
    [
      'one is answered with no',
      [
        ['tests', 'yes'],
        ['way-back', 'no'],
      ],
      ['way-back'],
    ],
    [
      'one does not apply',
      [
        ['tests', 'yes'],
        ['way-back', 'not applicable'],
      ],
      [],
    ],
  ] as const)('has exceptions when %s', (_, lines, exceptions) => {
    const review = reviewOf(...(lines as readonly Line[]));
    expect(exceptionsOf(review).map(({ id }) => id)).toEqual(exceptions);
    const without = () => judgeFinish(review, { actor: 'sue@x.org', note: undefined });
    if (exceptions.length === 0) expect(without()).toEqual([]);
    else expect(without).toThrow('the review r1 of shop#412 is not done');
    expect(judgeFinish(review, { actor: 'sue@x.org', note: 'a fire' })).toHaveLength(exceptions.length);
  });

  it('is finished by a second person, unless it is no evidence', () => {
    const done = reviewOf(['tests', 'yes'], ['way-back', 'yes']);
    const starter = done.started.by.toUpperCase();
    expect(() => judgeFinish(done, { actor: starter, note: 'I am both' })).toThrow(
      'a second person has to finish it',
    );
    expect(judgeFinish(reviewOf(), { actor: starter, note: 'a fire' })).toHaveLength(2);
  });

  it('names what is open and what was answered with no', () => {
    expect(() => judgeFinish(reviewOf(['way-back', 'no']), { actor: 'sue@x.org', note: undefined })).toThrow(
      '  open  tests: Does a test fail without it?\n  no  way-back: Is there a way back?',
    );
  });

  it('takes a yes without a note, and nothing else', () => {
    const review = reviewOf();
    const asked = { question: 'tests', note: undefined };
    expect(judgeAnswer(review, { ...asked, answer: 'yes' }).id).toBe('tests');
    expect(() => judgeAnswer(review, { ...asked, answer: 'no' })).toThrow('a no to tests needs a note');
    expect(() => judgeAnswer(review, { ...asked, answer: 'not applicable' })).toThrow(
      'why does tests not apply?',
    );
    expect(judgeAnswer(review, { ...asked, answer: 'no', note: 'not yet' }).id).toBe('tests');
  });

  it('knows its questions only', () => {
    expect(() => judgeAnswer(reviewOf(), { question: 'test', answer: 'yes', note: undefined })).toThrow(
      'did you mean "tests"?',
    );
  });

  it('takes no answer and no second end once it is finished', () => {
    const review = reviewOf(['tests', 'yes'], ['way-back', 'yes'], 'finished');
    const finished = 'the review r1 was finished by bob@x.org on 2026-11-23';
    expect(() => judgeAnswer(review, { question: 'tests', answer: 'yes', note: undefined })).toThrow(
      finished,
    );
    expect(() => judgeFinish(review, { actor: 'sue@x.org', note: undefined })).toThrow(finished);
  });
});

it.each([
  ['yes', 'yes'],
  ['Y', 'yes'],
  ['NO', 'no'],
  ['n/a', 'not applicable'],
  ['not applicable', 'not applicable'],
] as const)('an answer may be typed as %s', (text, answer) => {
  expect(parseAnswer(text)).toBe(answer);
});

it.each(['', 'maybe', 'constructor'])('%j is no answer', (text) => {
  expect(() => parseAnswer(text)).toThrow('is no answer');
});
