import { UsageError } from '../../base/errors.ts';
import type { EventOf } from '../../base/event-body.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { Role } from '../../people/role.ts';
import type { loopBodies } from '../events/loop.ts';
import { type Due, dueOn, nextDue, type Rhythm } from './due.ts';

export type LoopEvent = EventOf<typeof loopBodies>;

/** An entry about questions or changes, as the history has it. */
export type LoopEntry = { seq: number; at: string; actor: string; event: LoopEvent };

export type LoopBody<K extends LoopEvent['kind']> = Extract<LoopEvent, { kind: K }>['body'];

/** Who recorded something, and where. */
export type Recorded = { by: string; role: Role; at: string; seq: number };

/** How the id of a question is written. */
export const QUESTION_ID = /^[a-z][a-z0-9-]{0,63}$/;

/** A question that ships with the cockpit. */
export type ShippedQuestion = {
  id: string;
  text: string;
  every: Rhythm;
  role: Role;
  /** The arguments of the command that shows what an answer rests on. */
  query: readonly string[] | undefined;
};

export type Answer = Recorded & { text: string; result: LoopBody<'question.answered'>['result'] };

/** A question about the metrics that is answered again and again. */
export type Question = ShippedQuestion & {
  origin: 'shipped' | 'team';
  /** Undefined for a question that ships and that nobody has changed. */
  asked: Recorded | undefined;
  /** Newest first. */
  answers: readonly Answer[];
  retired: (Recorded & { reason: string }) | undefined;
  /** Undefined when it is retired, and while there are no figures to answer from. */
  due: Due | undefined;
};

/** What questions are derived from. */
export type QuestionSources = {
  shipped: readonly ShippedQuestion[];
  /** When the first figures were recorded, RFC 3339: from then on shipped questions count. Undefined for none. */
  since: string | undefined;
  now: Date;
};

/**
 * Derives the questions from the entries about them, oldest first. Shipped questions come first, then those of the
 * team in the order in which they were asked.
 *
 * A question is due a week, a month or a quarter after its newest answer. One that nobody has answered is due on the day
 * that was set when it was asked; one that ships, a rhythm after the first figures.
 */
export function deriveQuestions(
  entries: readonly LoopEntry[],
  { shipped, since, now }: QuestionSources,
): readonly Question[] {
  const questions = new Map<string, Question>(
    shipped.map((one) => [
      one.id,
      { ...one, origin: 'shipped', asked: undefined, answers: [], retired: undefined, due: undefined },
    ]),
  );
  const firstDue = new Map<string, string>();
  if (since !== undefined)
    for (const { id, every } of shipped) firstDue.set(id, nextDue(since.slice(0, 10), every));
  for (const entry of entries) {
    const { kind, body } = entry.event;
    if (kind === 'question.asked') {
      const { question: id, text, every, answered_by: role, query } = body;
      const before = questions.get(id);
      questions.set(id, {
        ...{ id, text, every, role, query: query ?? undefined },
        origin: before?.origin ?? 'team',
        asked: recorded(entry, body.role),
        answers: before?.answers ?? [],
        retired: undefined,
        due: undefined,
      });
      firstDue.set(id, body.first_due);
    } else if (kind === 'question.answered') {
      const before = questions.get(body.question);
      if (!before) continue;
      const answer = { ...recorded(entry, body.role), text: body.text, result: body.result };
      questions.set(body.question, { ...before, answers: [answer, ...before.answers] });
      firstDue.set(body.question, nextDue(entry.at.slice(0, 10), before.every));
    } else if (kind === 'question.retired') {
      const before = questions.get(body.question);
      if (!before) continue;
      const retired = { ...recorded(entry, body.role), reason: body.reason };
      questions.set(body.question, { ...before, retired });
    }
  }
  return [...questions.values()].map((question) => {
    const on = firstDue.get(question.id);
    return question.retired || on === undefined ? question : { ...question, due: dueOn(on, now) };
  });
}

/** Who recorded an entry, and where. */
export function recorded({ seq, at, actor }: LoopEntry, role: Role): Recorded {
  return { by: actor, role, at, seq };
}

/**
 * Finds a question by its id.
 *
 * @throws UsageError when there is none
 */
export function findQuestion(questions: readonly Question[], asked: string): Question {
  const id = cleanLine(asked);
  const found = questions.find((question) => question.id === id);
  if (found) return found;
  const ids = questions.map((question) => question.id);
  throw new UsageError(
    `there is no question "${id}"${didYouMean(id, ids)}`,
    'codex-cockpit question list --all names them.',
  );
}

/** An id made of the words of a question; empty when it has no letter. */
export function questionId(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}
