import {
  answerQuestion,
  askQuestion,
  readQuestions,
  retireQuestion,
  runQuestion,
} from '../../app/metrics/loop/questions.ts';
import { RHYTHMS } from '../../domain/metrics/loop/due.ts';
import { findQuestion, type Question } from '../../domain/metrics/loop/question.ts';
import { parseRole } from '../../domain/people/role.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { questionRunFields, renderQuestionRun } from '../../report/metrics/loop/question-run.ts';
import { questionFields, renderQuestion, renderQuestionList } from '../../report/metrics/loop/questions.ts';
import type { Call } from '../program/call.ts';
import { arg, choiceFlag, flag, readFlag, reasonFlag, requiredFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const questionArg = arg('<question>', 'id of the question');

const printed = {
  text: (question: Question, { paint }: Call) => renderQuestion(question, paint),
  json: (question: Question) => jsonDocument('question', questionFields(question)),
};

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'the questions, and when each is due',
  flags: {
    all: flag('--all', 'retired ones too'),
    due: flag('--due', 'only those that are due today or overdue'),
  },
  run: async ({ all, due }, { world, read }) => {
    const questions = await read((store) => readQuestions(world, store));
    return questions.filter(
      (one) => (all || !one.retired) && (!due || (one.due && one.due.state !== 'later')),
    );
  },
  text: renderQuestionList,
  json: (questions) => jsonDocument('questions', { questions: questions.map(questionFields) }),
});

const show = subcommand({
  name: 'show',
  summary: 'a question and its answers',
  args: { question: questionArg },
  run: ({ question }, { world, read }) =>
    read(async (store) => findQuestion(await readQuestions(world, store), question)),
  ...printed,
});

const ask = subcommand({
  name: 'ask',
  summary: 'ask a question of your own, or change one that is asked already',
  args: { text: arg('<text>', 'the question') },
  flags: {
    id: flag('--id <id>', 'its id (default: its words); an id that exists: the question is changed'),
    every: choiceFlag('--every <rhythm>', 'how often it is answered', RHYTHMS, 'month'),
    role: readFlag('--role <role>', 'who is to answer it (default: analytics owner)', parseRole),
    query: flag(
      '--query <command>',
      'what an answer rests on, such as "metric show --by repository --window 30d"',
    ),
    due: flag('--due <day>', 'the first due day: 2026-12-01, today or 14d (default: a rhythm from today)'),
  },
  run: (given, { world, record }) => record((store) => askQuestion(world, store, given)),
  ...printed,
});

const answer = subcommand({
  name: 'answer',
  summary: 'answer a question',
  args: { question: questionArg },
  flags: {
    text: requiredFlag('--text <text>', 'the answer; the history keeps it'),
    query: flag('--query <command>', 'what it rests on (default: the query of the question)'),
  },
  run: (given, { world, record }) => record((store) => answerQuestion(world, store, given)),
  ...printed,
});

const run = subcommand({
  name: 'run',
  summary: 'show what an answer rests on: the query of a question',
  args: { question: questionArg },
  flags: {
    again: flag('--again', 'for the days of the newest answer, and whether the figures are the same'),
  },
  run: ({ question, again }, { world, read }) =>
    read((store) => runQuestion(world, store, { question, again })),
  text: renderQuestionRun,
  json: (found) => jsonDocument('question-run', questionRunFields(found)),
  exit: ({ isSame }) => (isSame === false ? 1 : 0),
});

const retire = subcommand({
  name: 'retire',
  summary: 'stop asking a question; its answers stay',
  args: { question: questionArg },
  flags: { reason: reasonFlag },
  run: ({ question, reason }, { world, record }) =>
    record((store) => retireQuestion(world, store, { question, reason })),
  ...printed,
});

export const define = group({
  subcommands: [list, show, ask, run, answer, retire],
  examples: [
    ['codex-cockpit question', 'the questions, and when each is due'],
    [
      'codex-cockpit question ask "Why do reviews of shop take two days?" --every month --query "metric show --repository shop --window 30d"',
      'one of your own, with what its answer rests on',
    ],
    ['codex-cockpit question run weak-instructions', 'what the answer rests on'],
    [
      'codex-cockpit question answer weak-instructions --text "shop: it has no rule for migrations"',
      'recorded with person, role and time; due again a month later',
    ],
  ],
});
