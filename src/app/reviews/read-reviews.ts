import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { deriveReview, type Review } from '../../domain/reviews/review.ts';
import type { Views } from '../../store/views/views.ts';

type ReviewReading = Pick<Views, 'reviewHeads' | 'reviewEntries'>;

/** Which reviews are listed. */
export type ReviewChoice = { which: 'open' | 'finished' | 'all'; limit: number };

/** Reviews, newest first. */
export async function listReviews(
  views: ReviewReading | undefined,
  { which, limit }: ReviewChoice,
): Promise<readonly Review[]> {
  const heads = (await views?.reviewHeads()) ?? [];
  const isChosen = (isOpen: boolean) => which === 'all' || isOpen === (which === 'open');
  const chosen = heads.filter(({ finished_seq }) => isChosen(finished_seq === null)).slice(0, limit);
  const reviews = await Promise.all(chosen.map(({ id }) => readOne(views, id)));
  return reviews.filter((review) => review !== undefined);
}

/**
 * One review, by its id or by the change that it is about: then the newest one of it.
 *
 * @throws UsageError when there is none
 */
export async function readReview(views: ReviewReading | undefined, asked: string): Promise<Review> {
  const heads = (await views?.reviewHeads()) ?? [];
  const wanted = cleanLine(asked);
  const head = heads.find(({ id }) => id === wanted) ?? heads.find(({ change }) => change === wanted);
  const review = head && (await readOne(views, head.id));
  if (review) return review;
  throw new UsageError(
    `there is no review "${wanted}"`,
    'codex-cockpit review list names the open ones; codex-cockpit review start --change REF begins one.',
  );
}

async function readOne(views: ReviewReading | undefined, id: string): Promise<Review | undefined> {
  return deriveReview((await views?.reviewEntries(id)) ?? []);
}
