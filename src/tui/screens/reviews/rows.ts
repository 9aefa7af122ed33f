import type { Review } from '../../../domain/reviews/review.ts';
import { describeProgress } from '../../../report/reviews/reviews.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { show } from '../../shell/move.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';

/** What was read of reviews when the history had so many entries. */
export type ReviewsRead = {
  at: number | undefined;
  reviews: readonly Review[];
  /** Areas of the approved checklist, by id with what belongs to them. */
  areas: Readonly<Record<string, string>>;
  /** Why no review can be started: the checklist is not read yet, or nothing of it is approved. */
  refusal: string | undefined;
};

/** Why none can be started before the checklist was read. */
export const unread = 'the checklist is being read';

export const reviews = slice<ReviewsRead>('reviews', {
  at: undefined,
  reviews: [],
  areas: {},
  refusal: unread,
});

export const reviewSorting = sorting<Review>('reviews', {
  STATE: (review) => `${review.finished ? 1 : 0} ${describeProgress(review)}`,
  REVIEW: ({ id }) => id,
  CHANGE: ({ change }) => change,
  AREAS: ({ areas }) => areas.join(', '),
  STARTED: ({ started }) => started.at,
  BY: ({ started }) => started.by,
  TITLE: ({ title }) => title ?? '',
});

/** The reviews that pass the filter: the open ones first, of each the newest first. */
export const reviewRows = perState((state): readonly Review[] => {
  const filter = filterOf(state, 'reviews');
  const found = reviews
    .of(state)
    .reviews.filter((review) =>
      matches(
        `${review.id} ${review.change} ${review.title ?? ''} ${review.started.by} ${describeProgress(review)}`,
        filter,
      ),
    );
  const isOpen = ({ finished }: Review) => finished === undefined;
  return reviewSorting.apply(state, [...found.filter(isOpen), ...found.filter((one) => !isOpen(one))]);
});

/** The review under the cursor of the screen. */
export function selectedReview(state: State): Review | undefined {
  return reviewRows(state)[cursorOf(state, 'reviews')];
}

/** A review by its id. */
export function reviewOf(state: State, id: string): Review | undefined {
  return reviews.of(state).reviews.find((one) => one.id === id);
}

/** The reviews that the palette finds. */
export const reviewTargets = rowTargets<Review>('reviews', 'review', {
  id: ({ id }) => id,
  label: ({ id, change }) => `${id} ${change}`,
  about: ({ title }) => title ?? '',
});

/** The Reviews screen with what is known of a review by the name that items ask for. */
export function showReviews(state: State, name: string): State {
  const shown = { ...show(state, 'reviews'), filter: { ...state.filter, reviews: '' } };
  const place = reviewRows(shown).findIndex((one) => one.name === name && !one.finished);
  return place < 0
    ? { ...shown, notice: `no review ${name} is open; n starts one` }
    : { ...shown, cursor: { ...state.cursor, reviews: place } };
}
