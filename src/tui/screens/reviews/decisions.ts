import { answerReview, finishReview } from '../../../app/reviews/review-decisions.ts';
import { startReview } from '../../../app/reviews/start-review.ts';
import { CockpitError, UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { ANSWERS, type Answer } from '../../../domain/reviews/answer.ts';
import { judgeAnswer, judgeFinish } from '../../../domain/reviews/judge-review.ts';
import { exceptionsOf, type Review } from '../../../domain/reviews/review.ts';
import {
  atField,
  chooseOne,
  type Decision,
  decision,
  fill,
  oneOf,
  withoutAdvice,
} from '../../shell/decision.ts';
import { chosenOf } from '../../shell/forms/choices.ts';
import { withoutRole } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { reviewOf, reviews, selectedReview } from './rows.ts';

const selectedId = (state: State) => selectedReview(state)?.id;

const withoutOpenReview = (state: State) => {
  const review = selectedReview(state);
  if (!review) return 'no review is selected';
  return review.finished ? `the review ${review.id} is finished` : undefined;
};

const start = decision<{ change: string; title: string; areas: readonly string[] }>({
  command: 'start-review',
  keys: ['n'],
  description: 'start a review of a change in an area of high risk',
  footer: 'new review',
  disabled: (state) => withoutRole('review a change')(state) ?? reviews.of(state).refusal,
  form: {
    title: () => 'Start a review of a change',
    fields: (_, state) => {
      const { areas } = reviews.of(state);
      return [
        { label: 'Change', value: '', required: 'name it: a pull request, a branch or a commit' },
        { label: 'Title (optional)', value: '' },
        { label: 'Areas (optional)', value: '', choices: Object.keys(areas), notes: areas, many: true },
      ];
    },
    read: ([change = '', title = '', areas = ''], _, state) =>
      fill((at) => ({
        change: at(0, () => refuseOpen(state, cleanLine(change))),
        title: cleanLine(title),
        areas: chosenOf(areas),
      })),
  },
  confirmation: ({ change, title, areas }, { me }) => ({
    question: `Start a review of ${change}?`,
    records: [
      `review.started: ${change}${title === '' ? '' : `, "${title}"`}${areas.length === 0 ? '' : `, areas ${areas.join(', ')}`}`,
      `by ${me?.email ?? ''}; another person has to finish it`,
    ],
  }),
  run: async (doing, input) => {
    const review = await startReview(doing.world(), await doing.writable(), input);
    doing.change((state) => askNext(state, review));
    return `started the review ${review.id} of ${review.change}`;
  },
});

/** @throws UsageError when a review of the change is open */
function refuseOpen(state: State, change: string): string {
  const open = reviews.of(state).reviews.find((one) => one.change === change && !one.finished);
  if (!open) return change;
  throw new UsageError(`a review of ${change} is open already: ${open.id}`, 'a answers it.');
}

type Answering = { review: string; question: string; answer: Answer; note: string };

const answer: Decision<Answering> = decision<Answering>({
  command: 'answer-review',
  keys: ['a'],
  description: 'answer a question of the selected review, then the next one',
  footer: 'answer',
  disabled: (state) => withoutRole('review a change')(state) ?? withoutOpenReview(state),
  about: selectedId,
  form: {
    title: (review) => `Answer a question of the review ${review}`,
    fields: (id, state) => {
      const questions = reviewOf(state, id)?.questions ?? [];
      const next = questions.find((question) => !question.answer) ?? questions[0];
      return [
        {
          label: 'Question',
          value: next?.id ?? '',
          choices: questions.map((question) => question.id),
          notes: Object.fromEntries(questions.map((question) => [question.id, describe(question)])),
          pick: true,
          required: chooseOne,
        },
        { label: 'Answer', value: 'yes', choices: ANSWERS, pick: true, required: chooseOne },
        { label: 'Note', value: '' },
      ];
    },
    read: ([question = '', given = '', note = ''], id, state) =>
      fill(() => {
        const review = reviewOf(state, id);
        const chosen = atField(1, () => oneOf(ANSWERS, given));
        if (review)
          atField(2, () => {
            withoutAdvice(() =>
              judgeAnswer(review, { question, answer: chosen, note: cleanLine(note) || undefined }),
            );
          });
        return { review: id, question, answer: chosen, note };
      }),
  },
  confirmation: ({ review: id, question, answer: given, note }, state) => {
    const asked = reviewOf(state, id)?.questions.find((one) => one.id === question);
    return {
      question: `${cleanLine(asked?.text ?? question)} ${given}`,
      records: [
        `review.answered: ${question} of ${id} with ${given}${note === '' ? '' : `, note "${cleanLine(note)}"`}`,
        ...(asked?.answer
          ? [`it counts instead of the ${asked.answer.answer} of ${cleanLine(asked.answer.by)}`]
          : []),
      ],
    };
  },
  run: async (doing, input) => {
    const review = await answerReview(doing.world(), await doing.writable(), input);
    doing.change((state) => askNext(state, review));
    const open = review.questions.filter((question) => !question.answer).length;
    return open === 0
      ? `every question of ${review.id} is answered; f finishes it`
      : `${countOf(open, 'question')} of ${review.id} to answer`;
  },
});

const describe = ({ text, answer: given }: Review['questions'][number]) =>
  `${cleanLine(text)}${given ? ` (${given.answer}, ${cleanLine(given.by)})` : ''}`;

/** Asks the next open question of a review, unless the person has gone on to something else. */
function askNext(state: State, review: Review): State {
  const read = reviews.of(state);
  const others = read.reviews.filter(({ id }) => id !== review.id);
  const known = reviews.set(state, { ...read, reviews: [review, ...others] });
  const isOver = review.questions.every((question) => question.answer);
  if (isOver || state.overlay || state.screen !== 'reviews') return known;
  return answer.openForm(known, review.id);
}

const finish = decision<{ review: string; note: string }>({
  command: 'finish-review',
  keys: ['f'],
  description: 'finish the selected review',
  footer: 'finish',
  disabled: (state) =>
    withoutRole('review a change')(state) ?? withoutOpenReview(state) ?? whyNotFinish(state),
  about: selectedId,
  form: {
    title: (review) => `Finish the review ${review}`,
    fields: (id, state) => {
      const review = reviewOf(state, id);
      const exceptions = review ? exceptionsOf(review).map((question) => question.id) : [];
      return exceptions.length === 0
        ? [{ label: 'Note (optional)', value: '' }]
        : [
            {
              label: 'Why anyway',
              value: '',
              required: `say why the change goes ahead although ${openOrNo(exceptions)}`,
            },
          ];
    },
    read: ([note = ''], review) => ({ input: { review, note: cleanLine(note) } }),
  },
  confirmation: ({ review: id, note }, state) => {
    const review = reviewOf(state, id);
    const exceptions = review ? exceptionsOf(review) : [];
    return {
      question: `Finish the review ${id} of ${cleanLine(review?.change ?? '')}?`,
      records: [
        `review.finished: ${id} as ${state.me?.email ?? ''}${note === '' ? '' : `, note "${note}"`}`,
        ...exceptions.map((one) => `in spite of ${one.id}: ${one.answer ? 'no' : 'open'}`),
        exceptions.length === 0
          ? 'It is evidence for the items that ask for it.'
          : 'With exceptions it is no evidence.',
      ],
    };
  },
  run: async (doing, { review, note }) => {
    const { id } = await finishReview(doing.world(), await doing.writable(), {
      review,
      note: note || undefined,
    });
    return `finished the review ${id}`;
  },
});

/** Why the acting person cannot finish the selected review; with exceptions only some may, and say why. */
function whyNotFinish(state: State): string | undefined {
  const review = selectedReview(state);
  if (!review || !state.me) return undefined;
  const exceptions = exceptionsOf(review).map(({ id }) => id);
  if (exceptions.length > 0) {
    const reason = withoutRole('let a change pass its review with exceptions')(state);
    return reason && `${openOrNo(exceptions)}; to finish it anyway ${reason}`;
  }
  try {
    judgeFinish(review, { actor: state.me.email, note: undefined });
    return undefined;
  } catch (cause) {
    if (cause instanceof CockpitError) return cause.message;
    throw cause;
  }
}

function openOrNo(questions: readonly string[]): string {
  return `${questions.join(', ')} ${questions.length === 1 ? 'is' : 'are'} open or answered with no`;
}

/** Starting, answering and finishing reviews. */
export const reviewKeys: readonly Binding[] = [start, answer, finish];
