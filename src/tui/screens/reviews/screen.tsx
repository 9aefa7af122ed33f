import { listReviews } from '../../../app/reviews/read-reviews.ts';
import { CHECKLIST_ARTIFACT, readChecklist } from '../../../app/reviews/start-review.ts';
import { CockpitError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { Review } from '../../../domain/reviews/review.ts';
import { plain } from '../../../report/base/paint.ts';
import { describeProgress, renderReview } from '../../../report/reviews/reviews.ts';
import { listScreen } from '../../components/list-screen.tsx';
import type { ReadableHistory } from '../../shell/connection.ts';
import { openDetail } from '../../shell/move.ts';
import { filterOf, type State, type Step } from '../../shell/state.ts';
import { showArtifact } from '../artifacts/rows.ts';
import { linkToArtifact, linkToEntry } from '../links.ts';
import { reviewKeys } from './decisions.ts';
import {
  type ReviewsRead,
  reviewRows,
  reviewSorting,
  reviews,
  reviewTargets,
  selectedReview,
  unread,
} from './rows.ts';

/** The reviews of changes in areas of high risk, the open ones first. */
export const reviewsScreen = listScreen<Review>({
  id: 'reviews',
  title: 'Reviews',
  short: 'Rev',
  description: 'reviews of changes in areas of high risk',
  keys: reviewKeys,
  rows: reviewRows,
  sorting: reviewSorting,
  targets: (state) => reviewTargets(reviews.of(state).reviews),
  rowId: ({ id }) => id,
  rowTitle: ({ id, change }) => cleanLine(`${id} ${change}`),
  isSmall: true,
  columns: [
    {
      title: 'STATE',
      priority: 9,
      cell: (review, { theme }) => `${glyphOf(review, theme)} ${describeProgress(review)}`,
    },
    { title: 'REVIEW', priority: 8, cell: ({ id }) => id },
    { title: 'CHANGE', priority: 10, least: 16, cell: ({ change }) => cleanLine(change) },
    { title: 'AREAS', priority: 4, least: 12, cell: ({ areas }) => areas.join(', ') },
    { title: 'STARTED', priority: 5, cell: ({ started }) => started.at.slice(0, 10) },
    { title: 'BY', priority: 6, least: 12, cell: ({ started }) => cleanLine(started.by) },
    { title: 'TITLE', priority: 3, least: 16, cell: ({ title }) => cleanLine(title ?? '') },
  ],
  colour: (review, theme) => (review.finished ? {} : theme.warning),
  empty: emptiness,
  detail: (_, review) => review && renderReview(review, plain, nextKey(review)).trimEnd(),
  open: (state, cockpit) => [
    isRefused(state) ? showArtifact(state, CHECKLIST_ARTIFACT) : openDetail(cockpit, state),
  ],
  links: (state) => {
    const review = selectedReview(state);
    if (!review) return [];
    const { started, questions, finished, checklist } = review;
    return [
      linkToArtifact(checklist.artifact),
      linkToEntry(started.seq, `started by ${started.by}`),
      ...questions.flatMap(({ id, answer }) =>
        answer ? [linkToEntry(answer.seq, `${id}: ${answer.answer}`)] : [],
      ),
      ...(finished ? [linkToEntry(finished.seq, `finished by ${finished.by}`)] : []),
    ];
  },
  load: loadReviews,
});

type Glyphs = { verdict: (verdict: 'pass' | 'warn' | 'skip') => { text: string } };

function glyphOf({ finished }: Review, theme: Glyphs): string {
  const verdict = finished ? (finished.exceptions.length === 0 ? 'pass' : 'warn') : 'skip';
  return theme.verdict(verdict).text.split(' ')[0] ?? '';
}

/** Whether there is nothing to show but why no review can be started. */
function isRefused(state: State): boolean {
  const { reviews: all, refusal } = reviews.of(state);
  return all.length === 0 && refusal !== undefined && refusal !== unread;
}

/** The key that brings an open review forward. */
function nextKey({ questions }: Review): string {
  const open = questions.find(({ answer }) => !answer);
  return open ? `a answers ${open.id}` : 'f finishes it';
}

function emptiness(state: State): string {
  if (!state.status) return 'reading the history…';
  if (!state.status.rollout) return 'No rollout yet. Press 1, then n to start one.';
  if (filterOf(state, 'reviews') !== '') return 'no review passes the filter';
  const { refusal } = reviews.of(state);
  if (refusal === unread) return 'reading…';
  return refusal === undefined
    ? 'No change was reviewed yet. n starts a review: who changes something of high risk answers the questions of the checklist.'
    : `No change was reviewed yet: ${refusal}. enter opens it on the Artifacts screen.`;
}

/** Every open review, and the newest of those that are finished. */
async function readShown(store: ReadableHistory): Promise<readonly Review[]> {
  const [open, finished] = await Promise.all([
    listReviews(store, { which: 'open', limit: Number.POSITIVE_INFINITY }),
    listReviews(store, { which: 'finished', limit: 200 }),
  ]);
  return [...open, ...finished];
}

/** Reads the reviews when the screen is shown and something was recorded since. */
function loadReviews(state: State): Step {
  const at = state.status?.entries;
  const now = reviews.of(state);
  if (at === undefined || now.at === at) return [state];
  return [
    reviews.set(state, { ...now, at }),
    {
      name: 'read-reviews',
      input: at,
      carryOut: (doing) =>
        doing.reading(async (store) => {
          const checklist = await readChecklist(doing.world(), store).catch((cause: unknown) => {
            if (cause instanceof CockpitError) return cause.message;
            throw cause;
          });
          const isRefused = typeof checklist === 'string';
          const read: ReviewsRead = {
            at,
            reviews: await readShown(store),
            areas: isRefused
              ? {}
              : Object.fromEntries(checklist.checklist.areas.map(({ id, title }) => [id, title])),
            refusal: isRefused ? checklist : undefined,
          };
          doing.change((later) => (reviews.of(later).at === at ? reviews.set(later, read) : later));
        }),
    },
  ];
}
