import { cleanLine } from '../../domain/base/text/clean.ts';
import type { Answer } from '../../domain/reviews/answer.ts';
import { judgeAnswer, judgeFinish } from '../../domain/reviews/judge-review.ts';
import type { Review } from '../../domain/reviews/review.ts';
import type { Store } from '../../store/connection/open.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { readReview } from './read-reviews.ts';

/**
 * Records a person's answer to a question of a review. A later answer counts instead; the earlier one
 * stays in the history.
 *
 * @param review its id, or the change that it is about
 * @throws UsageError for an unknown review or question, or when an answer other than yes has no note
 * @throws RefusedError when it is finished, or without a role
 */
export async function answerReview(
  world: World,
  store: Store,
  asked: { review: string; question: string; answer: Answer; note?: string | undefined },
): Promise<Review> {
  const actor = await actingPerson(world);
  const note = cleanLine(asked.note ?? '') || undefined;
  let id = '';
  await store.append(async (views) => {
    const role = await authorize(views, actor, 'review a change');
    const review = await readReview(views, asked.review);
    const question = judgeAnswer(review, { question: asked.question, answer: asked.answer, note });
    id = review.id;
    const { change } = review;
    const body = {
      ...{ v: 1 as const, review: id, change, question: question.id },
      ...{ answer: asked.answer, note: note ?? null, role },
    };
    return [{ actor, subject: `review/${id}`, event: { kind: 'review.answered' as const, body } }];
  });
  return readReview(store, id);
}

/**
 * Finishes a review, which is evidence for the items that ask for it. With a question open or answered with
 * no, that takes a note and somebody who may decide so, and is no evidence.
 *
 * @param review its id, or the change that it is about
 * @throws RefusedError with exceptions and no note, without the role, or when it is finished already
 */
export async function finishReview(
  world: World,
  store: Store,
  asked: { review: string; note?: string | undefined },
): Promise<Review> {
  const actor = await actingPerson(world);
  const note = cleanLine(asked.note ?? '') || undefined;
  let id = '';
  await store.append(async (views) => {
    const review = await readReview(views, asked.review);
    const exceptions = judgeFinish(review, { actor, note });
    const act = exceptions.length > 0 ? 'let a change pass its review with exceptions' : 'review a change';
    const role = await authorize(views, actor, act);
    id = review.id;
    const body = {
      ...{ v: 1 as const, review: id, name: review.name, change: review.change, role, note: note ?? null },
      exceptions: exceptions.map((question) => question.id),
      answers: review.questions.flatMap(({ id: question, answer }) =>
        answer ? [{ question, answer: answer.answer, seq: answer.seq }] : [],
      ),
    };
    return [{ actor, subject: `review/${id}`, event: { kind: 'review.finished' as const, body } }];
  });
  return readReview(store, id);
}
