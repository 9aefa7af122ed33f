import { cleanLine } from '../../../../domain/base/text/clean.ts';
import type { Question } from '../../../../domain/metrics/loop/question.ts';
import { plain } from '../../../../report/base/paint.ts';
import { describeDue, renderQuestion } from '../../../../report/metrics/loop/questions.ts';
import { listScreen } from '../../../components/list-screen.tsx';
import { ANSWER, answerText } from '../../../shell/inquiry.ts';
import type { Theme } from '../../../shell/look/theme.ts';
import type { Link } from '../../../shell/screen.ts';
import { filterOf, type State } from '../../../shell/state.ts';
import { linkToEntry } from '../../links.ts';
import { aboutMetrics } from '../about.tsx';
import { questionKeys } from './decide.ts';
import {
  type QUESTION_STATES,
  questionRows,
  questionSorting,
  questionState,
  questions,
  selectedQuestion,
} from './rows.ts';

const verdicts = {
  overdue: 'fail',
  today: 'warn',
  later: 'pass',
  'not due': 'skip',
  retired: 'skip',
} as const satisfies Record<(typeof QUESTION_STATES)[number], string>;

function lookOf(question: Question, theme: Theme) {
  const state = questionState(question);
  const { text, colour } = theme.verdict(verdicts[state]);
  return { text: `${text.split(' ')[0]} ${state}`, colour };
}

/** The questions that a team answers again and again, and when each is due. */
export const questionsScreen = listScreen<Question>({
  id: 'metric-questions',
  parent: 'metrics',
  title: 'Questions',
  description: 'questions about the metrics that are answered again and again',
  keys: questionKeys,
  rows: questionRows,
  sorting: questionSorting,
  rowId: ({ id }) => id,
  rowTitle: ({ id }) => id,
  columns: [
    { title: 'STATE', priority: 9, cell: (row, { theme }) => lookOf(row, theme).text },
    { title: 'QUESTION', priority: 10, least: 24, cell: ({ text }) => cleanLine(text) },
    { title: 'DUE', priority: 8, cell: ({ due }) => due?.on ?? '' },
    { title: 'EVERY', priority: 5, cell: ({ every }) => every },
    { title: 'ROLE', priority: 6, cell: ({ role }) => role },
    { title: 'ANSWERS', priority: 4, align: 'right', cell: ({ answers }) => String(answers.length) },
  ],
  colour: (row, theme) => lookOf(row, theme).colour,
  empty: emptyText,
  preview: (_, row) => textOf(row),
  detail: (state, row) => (state.detail?.of === ANSWER ? answerText(state) : row && textOf(row)),
  links,
  searchesDetail: true,
  above: aboutMetrics,
  load: questions.load,
});

/** A question with its answers, in keys rather than in commands. */
function textOf(question: Question): string {
  return [
    cleanLine(question.text),
    describeDue(question),
    renderQuestion(question, plain)
      .replace(/^.*\n.*\n/, '')
      .replace(/\n*Next: .*\n*$/, '\n\na answers it'),
  ].join('\n');
}

/** The entries in which it was asked, answered and retired. */
function links(state: State): readonly Link[] {
  const question = selectedQuestion(state);
  if (!question) return [];
  const { answers, asked, retired } = question;
  return [
    ...(retired ? [linkToEntry(retired.seq, 'retired')] : []),
    ...answers.map(({ seq, at }) => linkToEntry(seq, `answered on ${at.slice(0, 10)}`)),
    ...(asked ? [linkToEntry(asked.seq, 'asked')] : []),
  ];
}

function emptyText(state: State): string {
  const { value, fault } = questions.of(state);
  if (fault !== undefined) return cleanLine(fault);
  if (!value) return 'reading the questions…';
  return filterOf(state, 'metric-questions') === ''
    ? 'No question is asked. n asks one.'
    : 'no question passes the filter';
}
