import type { Kysely } from 'kysely';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../domain/history/entry/event.ts';
import type { Tables } from '../connection/schema.ts';

/** Keeps which entries are about a review, and which reviews are open. */
export async function projectReview(
  db: Kysely<Tables>,
  { seq }: Entry,
  { kind, body }: CockpitEvent,
): Promise<void> {
  if (kind !== 'review.started' && kind !== 'review.answered' && kind !== 'review.finished') return;
  await db.insertInto('review_entry').values({ seq, review: body.review }).execute();
  if (kind === 'review.started') {
    const { review: id, name, change } = body;
    await db.insertInto('review').values({ id, name, change, seq, finished_seq: null }).execute();
  }
  if (kind === 'review.finished')
    await db.updateTable('review').set({ finished_seq: seq }).where('id', '=', body.review).execute();
}
