import type { Question } from '../../../../domain/metrics/loop/question.ts';
import { matches } from '../../../components/matches.ts';
import { sorting } from '../../../components/sorting.ts';
import { show } from '../../../shell/move.ts';
import { cursorOf, filterOf, perState, type State } from '../../../shell/state.ts';
import { lateRead } from '../../late-read.ts';

const screen = 'metric-questions';

/** The questions about the metrics. */
export const questions = lateRead<readonly Question[]>(screen, async (store, doing) => {
  const { readQuestions } = await import('../../../../app/metrics/loop/questions.ts');
  return readQuestions(doing.world(), store);
});

/** How a question stands, what needs an answer first. */
export const QUESTION_STATES = ['overdue', 'today', 'later', 'not due', 'retired'] as const;

export function questionState({ due, retired }: Question): (typeof QUESTION_STATES)[number] {
  if (retired) return 'retired';
  return due?.state ?? 'not due';
}

export const questionSorting = sorting<Question>(
  screen,
  {
    STATE: (one) => QUESTION_STATES.indexOf(questionState(one)),
    QUESTION: ({ text }) => text,
    DUE: ({ due }) => due?.on ?? '9999',
    EVERY: ({ every }) => ['week', 'month', 'quarter'].indexOf(every),
    ROLE: ({ role }) => role,
    ANSWERS: ({ answers }) => answers.length,
  },
  () => ({ by: 'STATE', descending: false }),
);

/** The questions that pass the filter. */
export const questionRows = perState((state): readonly Question[] => {
  const filter = filterOf(state, screen);
  const all = questions.of(state).value ?? [];
  const found = all.filter((one) =>
    matches(`${one.id} ${one.text} ${questionState(one)} ${one.role} ${one.every}`, filter),
  );
  return questionSorting.apply(state, found);
});

/** The question under the cursor. */
export function selectedQuestion(state: State): Question | undefined {
  return questionRows(state)[cursorOf(state, screen)];
}

/** A question by its id. */
export function questionOf(state: State, id: string): Question | undefined {
  return questions.of(state).value?.find((one) => one.id === id);
}

/** Shows a question on its view; while that is not read, it will be the only one there. */
export function showQuestion(state: State, id: string): State {
  const shown = show(state, screen);
  const place = questionRows(shown).findIndex((one) => one.id === id);
  if (place < 0) return { ...shown, filter: { ...shown.filter, [screen]: id } };
  return { ...shown, cursor: { ...shown.cursor, [screen]: place } };
}
