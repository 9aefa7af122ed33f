import { type Kysely, sql } from 'kysely';
import { readEvent } from '../../domain/history/entry/event.ts';
import type { ReviewEntry } from '../../domain/reviews/review.ts';
import type { Tables } from '../connection/schema.ts';
import { readSound } from '../log/entries.ts';

/** A review without its answers. */
type ReviewHead = Tables['review'];

/** What the projections say of reviews. */
export type ReviewViews = {
  /** Every review, newest first. */
  reviewHeads(): Promise<readonly ReviewHead[]>;
  /** The entries about a review, oldest first. */
  reviewEntries(review: string): Promise<readonly ReviewEntry[]>;
};

export function reviewViews(db: Kysely<Tables>): ReviewViews {
  return {
    reviewHeads: async () => (await sql<ReviewHead>`SELECT * FROM review ORDER BY seq DESC`.execute(db)).rows,
    async reviewEntries(review) {
      const entries = await readSound(
        db,
        sql`SELECT entry.* FROM review_entry JOIN entry ON entry.seq = review_entry.seq
          WHERE review_entry.review = ${review} ORDER BY entry.seq`,
      );
      return entries.flatMap((entry): ReviewEntry[] => {
        const event = readEvent(entry);
        switch (event.kind) {
          case 'review.started':
          case 'review.answered':
          case 'review.finished':
            return [{ seq: entry.seq, at: entry.at, actor: entry.actor, event }];
          default:
            return [];
        }
      });
    },
  };
}
