import type { EventOf } from '../base/event-body.ts';
import type { Role } from '../people/role.ts';
import type { Answer } from './answer.ts';
import type { reviewBodies } from './events.ts';

type ReviewEvent = EventOf<typeof reviewBodies>;

/** An entry about a review, as the history has it. */
export type ReviewEntry = { seq: number; at: string; actor: string; event: ReviewEvent };

type Signed = { by: string; role: Role; at: string; seq: number };

/** A question of a review, with the answer that counts. */
export type ReviewQuestion = {
  id: string;
  text: string;
  answer: (Signed & { answer: Answer; note: string | undefined }) | undefined;
  /** How many answers came before it. */
  earlier: number;
};

/** The review of one change by a checklist. */
export type Review = {
  id: string;
  name: string;
  checklist: { artifact: string; revision: number; sha256: string };
  change: string;
  title: string | undefined;
  areas: readonly string[];
  started: Signed;
  questions: readonly ReviewQuestion[];
  finished: (Signed & { note: string | undefined; exceptions: readonly string[] }) | undefined;
};

/**
 * Derives a review from its entries, oldest first. The newest answer to a question counts.
 *
 * @returns undefined unless the first one starts it
 */
export function deriveReview(entries: readonly ReviewEntry[]): Review | undefined {
  let review: Review | undefined;
  for (const entry of entries) {
    const { kind } = entry.event;
    if (kind === 'review.started') review = begin(entry, entry.event.body);
    else if (review)
      review =
        kind === 'review.answered'
          ? answer(review, entry, entry.event.body)
          : finish(review, entry, entry.event.body);
  }
  return review;
}

/** Whoever finishes it has to say why: questions without an answer, or answered with no. */
export function exceptionsOf({ questions }: Pick<Review, 'questions'>): readonly ReviewQuestion[] {
  return questions.filter(({ answer }) => answer === undefined || answer.answer === 'no');
}

type BodyOf<K extends ReviewEvent['kind']> = Extract<ReviewEvent, { kind: K }>['body'];

const signed = ({ seq, at, actor }: ReviewEntry, role: Role): Signed => ({ by: actor, role, at, seq });

function begin(entry: ReviewEntry, body: BodyOf<'review.started'>): Review {
  const { review, name, artifact, revision, sha256, change, title, areas, questions, role } = body;
  return {
    ...{
      id: review,
      name,
      checklist: { artifact, revision, sha256 },
      change,
      title: title ?? undefined,
      areas,
    },
    started: signed(entry, role),
    questions: questions.map(({ id, text }) => ({ id, text, answer: undefined, earlier: 0 })),
    finished: undefined,
  };
}

function answer(review: Review, entry: ReviewEntry, body: BodyOf<'review.answered'>): Review {
  return {
    ...review,
    questions: review.questions.map((question) =>
      question.id === body.question
        ? {
            ...question,
            answer: { ...signed(entry, body.role), answer: body.answer, note: body.note ?? undefined },
            earlier: question.earlier + (question.answer ? 1 : 0),
          }
        : question,
    ),
  };
}

function finish(review: Review, entry: ReviewEntry, body: BodyOf<'review.finished'>): Review {
  const { role, note, exceptions } = body;
  return { ...review, finished: { ...signed(entry, role), note: note ?? undefined, exceptions } };
}
