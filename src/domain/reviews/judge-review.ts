import { RefusedError, UsageError } from '../base/errors.ts';
import { cleanLine } from '../base/text/clean.ts';
import { didYouMean } from '../base/text/suggest.ts';
import { isSamePerson } from '../people/person.ts';
import type { Answer } from './answer.ts';
import { exceptionsOf, type Review, type ReviewQuestion } from './review.ts';

/**
 * Decides whether a question of a review can be answered so. Anything but yes needs a note.
 *
 * @throws UsageError for an unknown question, or a note that is missing
 * @throws RefusedError when the review is finished
 */
export function judgeAnswer(
  review: Review,
  { question: id, answer, note }: { question: string; answer: Answer; note: string | undefined },
): ReviewQuestion {
  refuseFinished(review);
  const question = findQuestion(review, id);
  if (answer === 'yes' || note !== undefined) return question;
  throw new UsageError(
    answer === 'no' ? `a no to ${id} needs a note` : `why does ${id} not apply?`,
    'Say it with --note "…"; the history keeps it.',
  );
}

/**
 * Decides whether a review can be finished. With a question open, or answered with no, somebody has to say
 * why the change goes ahead anyway. Otherwise it is finished by another person than started it: the second person
 * of a review.
 *
 * @returns the questions that need that note
 * @throws RefusedError naming what is open, and what was answered with no
 */
export function judgeFinish(
  review: Review,
  { actor, note }: { actor: string; note: string | undefined },
): readonly ReviewQuestion[] {
  refuseFinished(review);
  const exceptions = exceptionsOf(review);
  if (exceptions.length === 0) {
    refuseAlone(review, actor);
    return exceptions;
  }
  if (note !== undefined) return exceptions;
  const lines = exceptions.map(
    ({ id, text, answer }) => `  ${answer ? 'no' : 'open'}  ${id}: ${cleanLine(text)}`,
  );
  throw new RefusedError(
    [`the review ${review.id} of ${cleanLine(review.change)} is not done:`, ...lines].join('\n'),
    'Answer them, or say why the change goes ahead anyway: --note "…".',
  );
}

function refuseAlone({ id, started }: Review, actor: string): void {
  if (!isSamePerson(started.by, actor)) return;
  throw new RefusedError(
    `${cleanLine(actor)} started the review ${id}: a second person has to finish it`,
    'Ask somebody else who read the change and has a role: codex-cockpit review finish',
  );
}

function refuseFinished({ id, finished }: Review): void {
  if (!finished) return;
  throw new RefusedError(
    `the review ${id} was finished by ${cleanLine(finished.by)} on ${finished.at.slice(0, 10)}`,
    'Start another one for what changed since: codex-cockpit review start --change REF',
  );
}

function findQuestion({ questions }: Review, id: string): ReviewQuestion {
  const found = questions.find((question) => question.id === id);
  if (found) return found;
  const ids = questions.map((question) => question.id);
  throw new UsageError(
    `the review asks no question "${cleanLine(id)}"${didYouMean(id, ids)}`,
    `It asks: ${ids.join(', ')}.`,
  );
}
