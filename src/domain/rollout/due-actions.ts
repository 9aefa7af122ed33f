import type { Question } from '../metrics/loop/question.ts';
import type { NextAction } from './next-action.ts';

/** What is due today or overdue about the metrics, the oldest first, as things that somebody could do now. */
export function dueActions(questions: readonly Question[]): readonly NextAction[] {
  const due = questions.flatMap((question) =>
    question.due && question.due.state !== 'later' ? [{ ...question, due: question.due }] : [],
  );
  return due
    .toSorted((one, other) => (one.due.on < other.due.on ? -1 : Number(one.due.on > other.due.on)))
    .map(({ id, text, role, due: { on, state } }) => ({
      kind: 'question',
      action: `answer ${id}: ${text}`,
      why: state === 'today' ? 'the question is due today' : `the question is overdue since ${on}`,
      command: `codex-cockpit question answer ${id} --text "…"`,
      role,
      subject: `question/${id}`,
      key: id,
    }));
}
