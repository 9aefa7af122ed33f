import { RefusedError, UsageError } from '../../../domain/base/errors.ts';
import { redact } from '../../../domain/base/redact/redact.ts';
import { requireReason } from '../../../domain/base/require-reason.ts';
import { clean, cleanLine } from '../../../domain/base/text/clean.ts';
import { today } from '../../../domain/metrics/days.ts';
import { nextDue, parseDueDay, type Rhythm } from '../../../domain/metrics/loop/due.ts';
import { parseQuery } from '../../../domain/metrics/loop/query.ts';
import {
  deriveQuestions,
  findQuestion,
  QUESTION_ID,
  type Question,
  questionId,
} from '../../../domain/metrics/loop/question.ts';
import type { Role } from '../../../domain/people/role.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { Views } from '../../../store/views/views.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';
import { loadShippedQuestions } from './load-questions.ts';
import { type QueryResult, runQuery } from './run-query.ts';

type LoopReading = Pick<Views, 'loopEntries' | 'firstFigures'>;

/** The questions about the metrics, those that ship and those of the team, retired ones too. */
export async function readQuestions(
  { now }: Pick<World, 'now'>,
  views: LoopReading | undefined,
): Promise<readonly Question[]> {
  const [shipped, entries, since] = await Promise.all([
    loadShippedQuestions(),
    views?.loopEntries() ?? [],
    views?.firstFigures(),
  ]);
  // A team that asks or answers before any figures came has begun too.
  return deriveQuestions(entries, { shipped, since: since ?? entries[0]?.at, now: now() });
}

/** A question to be asked from now on. */
export type AskedQuestion = {
  text: string;
  /** Made of the text when undefined. An id that exists: its question is asked anew, and its answers stay. */
  id?: string | undefined;
  every?: Rhythm | undefined;
  /** Who is to answer it; the analytics owner when undefined. */
  role?: Role | undefined;
  /** The command that shows what an answer rests on. */
  query?: string | undefined;
  /** The first due day: `2026-12-01`, `today` or `14d`; a rhythm from today when undefined. */
  due?: string | undefined;
};

/**
 * Asks a question from now on, or changes one that is asked already.
 *
 * @throws UsageError for an empty text, an id, a query or a day that cannot be read
 * @throws RefusedError without a role
 */
export async function askQuestion(world: World, store: Store, asked: AskedQuestion): Promise<Question> {
  const actor = await actingPerson(world);
  const text = redact(cleanLine(asked.text));
  if (text === '') throw new UsageError('a question needs a text');
  if (text.length > mostText) throw new UsageError(`the question is longer than ${mostText} characters`);
  const id = asked.id === undefined ? questionId(text) : cleanLine(asked.id);
  if (!QUESTION_ID.test(id))
    throw new UsageError(
      `"${id}" is not an id of a question`,
      'Write --id in lower-case letters, digits and -.',
    );
  const role = asked.role ?? 'analytics owner';
  if (role === 'auditor') throw new UsageError('an auditor records nothing: name another role');
  const query = asked.query === undefined ? null : [...parseQuery(asked.query).args];
  const every = asked.every ?? 'month';
  const first = asked.due === undefined ? undefined : parseDueDay(asked.due, world.now());
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const as = await authorize(views, actor, 'answer a question');
    const body = {
      ...{ v: 1 as const, question: id, text, every, answered_by: role, query },
      ...{ first_due: first ?? nextDue(today(world.now()), every), role: as },
    };
    return [{ actor, subject: `question/${id}`, event: { kind: 'question.asked' as const, body } }];
  });
  return findQuestion(await readQuestions(world, store), id);
}

/** What somebody answers a question with. */
export type GivenAnswer = {
  question: string;
  text: string;
  /** The command whose result the answer rests on; the query of the question when undefined. */
  query?: string | undefined;
};

/**
 * Records a person's answer to a question with the result of the query that it rests on; the next one is due a rhythm
 * later.
 *
 * @throws UsageError for an unknown question, without a text, or for a query that cannot be run
 * @throws RefusedError when the question is retired, or without a role
 */
export async function answerQuestion(world: World, store: Store, given: GivenAnswer): Promise<Question> {
  const actor = await actingPerson(world);
  const text = redact(clean(given.text).trim());
  if (text === '') throw new UsageError('an answer needs a text', 'Give it with --text "…".');
  if (text.length > mostText) throw new UsageError(`the answer is longer than ${mostText} characters`);
  const { id, query: usual } = await findOpen(world, store, given.question);
  const query = given.query === undefined ? usual : parseQuery(given.query).args;
  const result = query ? (await runQuery(world, store, query)).recorded : null;
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const role = await authorize(views, actor, 'answer a question');
    await findOpen(world, views, id);
    const body = { v: 1 as const, question: id, text, role, result };
    return [{ actor, subject: `question/${id}`, event: { kind: 'question.answered' as const, body } }];
  });
  return findQuestion(await readQuestions(world, store), id);
}

/**
 * Retires a question: nobody is asked it any more. Its answers stay, and it can be asked again.
 *
 * @throws UsageError for an unknown question, or without a reason
 * @throws RefusedError when it is retired already, or without a role
 */
export async function retireQuestion(
  world: World,
  store: Store,
  asked: { question: string; reason: string },
): Promise<Question> {
  const actor = await actingPerson(world);
  const reason = requireReason(asked.reason);
  let id = '';
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const role = await authorize(views, actor, 'answer a question');
    ({ id } = await findOpen(world, views, asked.question));
    const body = { v: 1 as const, question: id, reason, role };
    return [{ actor, subject: `question/${id}`, event: { kind: 'question.retired' as const, body } }];
  });
  return findQuestion(await readQuestions(world, store), id);
}

/** What the query of a question shows now, or for the days of its newest answer. */
export type QuestionRun = QueryResult & {
  question: Question;
  /** Whether the figures are those of the newest answer; undefined when it is not run for the same days. */
  isSame: boolean | undefined;
};

/**
 * Runs the query of a question. Nothing is recorded.
 *
 * @param again for the days of the newest answer, with its query, to be compared with it
 * @throws UsageError for an unknown question or one without a query, or when there is no answer to compare with
 */
export async function runQuestion(
  world: World,
  views: Views | undefined,
  asked: { question: string; again: boolean },
): Promise<QuestionRun> {
  const question = findQuestion(await readQuestions(world, views), asked.question);
  if (!asked.again) {
    if (!question.query)
      throw new UsageError(
        `${question.id} has no query`,
        `Give it one: codex-cockpit question ask --id ${question.id} --query COMMAND TEXT`,
      );
    return { question, isSame: undefined, ...(await runQuery(world, views, question.query)) };
  }
  const result = question.answers.find((answer) => answer.result !== null)?.result;
  if (!result)
    throw new UsageError(`no answer to ${question.id} has the result of a query`, 'Leave out --again.');
  const run = await runQuery(world, views, result.query, result.window);
  return { question, isSame: run.recorded.sha256 === result.sha256, ...run };
}

const mostText = 10_000;

async function findOpen(world: Pick<World, 'now'>, views: LoopReading, asked: string): Promise<Question> {
  const question = findQuestion(await readQuestions(world, views), asked);
  if (!question.retired) return question;
  const { by, at, reason } = question.retired;
  throw new RefusedError(
    `${question.id} was retired by ${cleanLine(by)} on ${at.slice(0, 10)}: ${cleanLine(reason)}`,
    `Ask it again: codex-cockpit question ask --id ${question.id} TEXT`,
  );
}
