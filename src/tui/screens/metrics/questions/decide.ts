import type { AskedQuestion, GivenAnswer } from '../../../../app/metrics/loop/questions.ts';
import { UsageError } from '../../../../domain/base/errors.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { parseDueDay, RHYTHMS } from '../../../../domain/metrics/loop/due.ts';
import { formatQuery, parseQuery } from '../../../../domain/metrics/loop/query.ts';
import { QUESTION_ID } from '../../../../domain/metrics/loop/question.ts';
import { ROLES } from '../../../../domain/people/role.ts';
import { plain } from '../../../../report/base/paint.ts';
import { chooseOne, decision, fill, oneOf, reasonField, required } from '../../../shell/decision.ts';
import { withoutRole } from '../../../shell/guards.ts';
import { inquiry } from '../../../shell/inquiry.ts';
import type { Binding } from '../../../shell/screen.ts';
import type { State } from '../../../shell/state.ts';
import { questionOf, selectedQuestion } from './rows.ts';

/** Loaded when somebody asks: the first screen does not wait for it. */
const app = () => import('../../../../app/metrics/loop/questions.ts');

const mayNot = withoutRole('answer a question');

const withoutQuestion = (state: State) => (selectedQuestion(state) ? undefined : 'no question is selected');

const withoutOpenQuestion = (state: State) =>
  withoutQuestion(state) ?? (selectedQuestion(state)?.retired ? 'it is retired; m asks it again' : undefined);

const aboutSelected = (state: State) => selectedQuestion(state)?.id;

/** Answers a question. What the answer rests on is run and recorded with it. */
const answerQuestion = decision<GivenAnswer>({
  command: 'answer-question',
  keys: ['a'],
  description: 'answer the selected question; the figures that it rests on are recorded with it',
  footer: 'answer',
  disabled: (state) => mayNot(state) ?? withoutOpenQuestion(state),
  about: aboutSelected,
  form: {
    title: (id) => `Answer the question ${id}`,
    fields: (id, state) => [
      { label: 'Answer', value: '', required: 'an answer needs a text; the history keeps it' },
      { label: 'Rests on (nothing)', value: formatQuery(questionOf(state, id)?.query ?? []) },
    ],
    read: ([text = '', query = ''], question) =>
      fill((at) => {
        if (query !== '') at(1, () => parseQuery(query));
        return { question, text, query: query || undefined };
      }),
  },
  confirmation: ({ question, text, query }) => ({
    question: `Record the answer to ${question}?`,
    records: [
      `question.answered: "${cleanLine(text)}"${query === undefined ? '' : `, with the figures of ${cleanLine(query)}`}`,
    ],
    follows: ['It is due again a week, a month or a quarter from today.'],
  }),
  run: async (doing, given) => {
    const { due } = await (await app()).answerQuestion(doing.world(), await doing.writable(), given);
    return `recorded the answer to ${given.question}; it is due again on ${due?.on ?? ''}`;
  },
});

const rhythms = RHYTHMS;
const answering = ROLES.filter((role) => role !== 'auditor');

type AskSpec = Pick<Binding, 'command' | 'keys' | 'description' | 'footer' | 'disabled'>;

/** Asking a question, or another form of one that is asked already. */
const asking = (spec: AskSpec, about: (state: State) => string | undefined) =>
  decision<AskedQuestion>({
    ...spec,
    about,
    form: {
      title: (id) => (id === '' ? 'Ask a question again and again' : `Change the question ${id}`),
      fields: (id, state) => {
        const known = questionOf(state, id);
        return [
          { label: 'Question', value: known?.text ?? '', required: 'a question needs a text' },
          {
            label: 'Every',
            value: known?.every ?? 'month',
            choices: rhythms,
            pick: true,
            required: chooseOne,
          },
          {
            label: 'Answered by',
            value: known?.role ?? 'analytics owner',
            choices: answering,
            pick: true,
            required: chooseOne,
          },
          { label: 'Rests on (nothing)', value: formatQuery(known?.query ?? []) },
          { label: 'First due (usual)', value: '' },
          ...(id === '' ? [{ label: 'Id (of its words)', value: '' }] : []),
        ];
      },
      read: ([text = '', every = '', role = '', query = '', due = '', own = ''], id, { now }) =>
        fill((at) => {
          if (query !== '') at(3, () => parseQuery(query));
          if (due !== '') at(4, () => parseDueDay(due, now));
          const named = id || own || undefined;
          if (named !== undefined && !QUESTION_ID.test(named))
            at(5, () => {
              throw new UsageError('an id has lower-case letters, digits and -');
            });
          return {
            ...{ text, every: at(1, () => oneOf(rhythms, every)), role: at(2, () => oneOf(answering, role)) },
            ...{ query: query || undefined, due: due || undefined, id: named },
          };
        }),
    },
    confirmation: ({ text, every, role }) => ({
      question: `Ask this every ${every}?`,
      records: [`question.asked: "${cleanLine(text)}", answered by the ${role}`],
    }),
    run: async (doing, given) => {
      const { id, due } = await (await app()).askQuestion(doing.world(), await doing.writable(), given);
      return `${id} is asked; it is due on ${due?.on ?? ''}`;
    },
  });

const ask = asking(
  {
    command: 'ask-question',
    keys: ['n'],
    description: 'ask a question of your own, again and again',
    footer: 'new question',
    disabled: mayNot,
  },
  () => '',
);

const alter = asking(
  {
    command: 'change-question',
    keys: ['m'],
    description: 'ask the selected question in another form, or again; its answers stay',
    footer: 'modify',
    disabled: (state) => mayNot(state) ?? withoutQuestion(state),
  },
  aboutSelected,
);

const retire = decision<{ question: string; reason: string }>({
  command: 'retire-question',
  keys: ['t'],
  description: 'stop asking the selected question; its answers stay',
  disabled: (state) => mayNot(state) ?? withoutOpenQuestion(state),
  about: aboutSelected,
  form: {
    title: (id) => `Stop asking ${id}`,
    fields: () => [reasonField],
    read: ([reason = ''], question) =>
      fill((at) => ({ question, reason: at(0, () => required(reason, 'a reason is needed')) })),
  },
  confirmation: ({ question, reason }) => ({
    question: `Stop asking ${question}?`,
    records: [`question.retired: ${question}, because "${cleanLine(reason)}"`],
  }),
  run: async (doing, given) => {
    await (await app()).retireQuestion(doing.world(), await doing.writable(), given);
    return `${given.question} is not asked any more`;
  },
});

/** Running the query of a question, now or for the days of its newest answer. */
const running = (again: boolean, spec: Pick<Binding, 'command' | 'keys' | 'description' | 'footer'>) =>
  inquiry<string>({
    ...spec,
    disabled: (state) => {
      const question = selectedQuestion(state);
      if (!question) return 'no question is selected';
      if (again)
        return question.answers.some(({ result }) => result) ? undefined : 'no answer rests on figures yet';
      return question.query ? undefined : 'it has no query; m gives it one';
    },
    begin: (state) => selectedQuestion(state)?.id ?? '',
    title: (id) => (again ? `What the newest answer to ${id} rests on` : `What an answer to ${id} rests on`),
    answer: async (doing, question) => {
      const [{ runQuestion }, { renderQuestionRun }] = await Promise.all([
        app(),
        import('../../../../report/metrics/loop/question-run.ts'),
      ]);
      const run = await doing.reading((store) => runQuestion(doing.world(), store, { question, again }));
      return renderQuestionRun(run, { paint: plain });
    },
  });

const run = running(false, {
  command: 'run-question',
  keys: ['r'],
  description: 'show what an answer to the selected question rests on',
  footer: 'run',
});

const runAgain = running(true, {
  command: 'run-answer-again',
  keys: ['v'],
  description: 'run the query of the newest answer for its days again, and compare the figures',
});

/** What can be done about questions. */
export const questionKeys: readonly Binding[] = [answerQuestion, run, ask, alter, retire, runAgain];
