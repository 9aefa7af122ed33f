import { listReviews, readReview } from '../../app/reviews/read-reviews.ts';
import { answerReview, finishReview } from '../../app/reviews/review-decisions.ts';
import { startReview } from '../../app/reviews/start-review.ts';
import { parseAnswer } from '../../domain/reviews/answer.ts';
import type { Review } from '../../domain/reviews/review.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderReview, renderReviewList, reviewFields } from '../../report/reviews/reviews.ts';
import type { Call } from '../program/call.ts';
import { arg, flag, readArg, readFlag, repeatedFlag, requiredFlag, wholeNumber } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const reviewArg = arg('<review>', 'the review, or its change');

const printed = {
  text: (review: Review, { paint }: Call) => renderReview(review, paint),
  json: (review: Review) => jsonDocument('review', reviewFields(review)),
};

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'the open reviews',
  flags: {
    all: flag('--all', 'finished reviews too'),
    limit: readFlag('-n, --number <count>', 'how many at most', wholeNumber, 50),
  },
  run: ({ all, limit }, { read }) =>
    read((store) => listReviews(store, { which: all ? 'all' : 'open', limit })),
  text: renderReviewList,
  json: (reviews) => jsonDocument('reviews', { reviews: reviews.map(reviewFields) }),
});

const start = subcommand({
  name: 'start',
  summary: 'open the approved checklist for a change',
  flags: {
    change: requiredFlag('--change <ref>', 'the change: a pull request, a branch, a commit'),
    title: flag('--title <text>', 'what it is about'),
    areas: repeatedFlag('--area <area>', 'an area of the checklist that it touches; may be repeated'),
    checklist: flag('--checklist <artifact>', 'another checklist than high-risk-checklist'),
  },
  run: ({ change, title, areas, checklist }, { world, record }) =>
    record((store) => startReview(world, store, { change, title, areas, checklist })),
  ...printed,
});

const answer = subcommand({
  name: 'answer',
  summary: 'answer a question; anything but yes needs a note',
  args: {
    review: reviewArg,
    question: arg('<question>', 'the question'),
    answer: readArg('<answer>', 'yes, no or n/a', parseAnswer),
  },
  flags: { note: flag('--note <text>', 'what you looked at, or why not; the history keeps it') },
  run: ({ review, question, answer, note }, { world, record }) =>
    record((store) => answerReview(world, store, { review, question, answer, note })),
  ...printed,
});

const show = subcommand({
  name: 'show',
  summary: 'a review: its questions, and who answered them',
  args: { review: reviewArg },
  run: ({ review }, { read }) => read((store) => readReview(store, review)),
  ...printed,
});

const finish = subcommand({
  name: 'finish',
  summary: 'finish a review; exit 1 while a question is open or answered with no, unless a note says why',
  args: { review: reviewArg },
  flags: { note: flag('--note <text>', 'why the change goes ahead anyway; the history keeps it') },
  run: ({ review, note }, { world, record }) =>
    record((store) => finishReview(world, store, { review, note })),
  ...printed,
});

export const define = group({
  subcommands: [list, start, answer, show, finish],
  examples: [
    ['codex-cockpit review start --change shop#412 --area money', 'the questions for one change'],
    [
      'codex-cockpit review answer r1 tests yes --note "seen to fail on main"',
      'recorded with person, role and time',
    ],
    [
      'codex-cockpit review answer shop#412 dependencies n/a --note "none is new"',
      'the review of that change',
    ],
    ['codex-cockpit review finish r1', 'once everything is answered'],
  ],
});
