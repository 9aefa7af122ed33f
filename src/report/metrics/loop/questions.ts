import { clean, cleanLine } from '../../../domain/base/text/clean.ts';
import { formatQuery } from '../../../domain/metrics/loop/query.ts';
import type { Answer, Question, Recorded } from '../../../domain/metrics/loop/question.ts';
import type { Paint } from '../../base/paint.ts';
import { alignColumns } from '../../base/table.ts';

/** The questions, one a line, with the day on which each is due. */
export function renderQuestionList(questions: readonly Question[]): string {
  if (questions.length === 0) return 'No question is asked. Ask one: codex-cockpit question ask "TEXT"\n';
  const rows = questions.map((question) => [
    question.id,
    describeDue(question),
    `every ${question.every}`,
    question.role,
    cleanLine(question.text),
  ]);
  return `${alignColumns(rows)
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** One question with its answers, newest first. */
export function renderQuestion(question: Question, paint: Paint): string {
  const { id, text, every, role, query, answers, asked, retired } = question;
  return [
    paint('bold', `${id}  ${cleanLine(text)}`),
    `${describeDue(question)}; every ${every}, answered by the ${role}`,
    ...(asked ? [`asked on ${signature(asked)}`] : ['asked of every team; ships with codex-cockpit']),
    ...(retired ? [`retired on ${signature(retired)}: ${cleanLine(retired.reason)}`] : []),
    ...(query ? [`query    ${cleanLine(formatQuery(query))}`] : []),
    '',
    ...(answers.length === 0
      ? ['Nobody has answered it yet.']
      : answers.flatMap((answer) => renderAnswer(answer, paint))),
    ...(retired ? [] : ['', `Next: codex-cockpit question answer ${id} --text "…"`]),
    '',
  ].join('\n');
}

/** When a question is due, in words. */
export function describeDue({ due, retired }: Pick<Question, 'due' | 'retired'>): string {
  if (retired) return 'retired';
  if (!due) return 'due from the first figures on';
  if (due.state === 'today') return 'due today';
  return `${due.state === 'overdue' ? 'overdue since' : 'due on'} ${due.on}`;
}

/** A question as JSON documents have it (docs/json.md). */
export function questionFields(question: Question): object {
  const { id, text, every, role, query, origin, asked, answers, retired, due } = question;
  return {
    ...{ question: id, text, every, role, query: query ?? null, origin },
    due: due ?? null,
    asked: asked ? recordedFields(asked) : null,
    retired: retired ? { ...recordedFields(retired), reason: retired.reason } : null,
    answers: answers.map((answer) => ({
      ...recordedFields(answer),
      text: answer.text,
      result: answer.result,
    })),
  };
}

/** Who recorded something, as JSON documents have it. */
export function recordedFields({ by, role, at, seq }: Recorded): object {
  return { by, role, at, entry: seq };
}

/** When something was recorded, by whom, and in which entry. */
export function signature({ by, role, at, seq }: Recorded): string {
  return `${at.slice(0, 10)} by ${cleanLine(by)} as ${role} (entry ${seq})`;
}

function renderAnswer(answer: Answer, paint: Paint): readonly string[] {
  const { text, result } = answer;
  return [
    paint('bold', `Answered on ${signature(answer)}`),
    ...clean(text)
      .split('\n')
      .map((line) => `  ${line.trimEnd()}`),
    ...(result === null
      ? []
      : [
          `  rests on ${cleanLine(formatQuery(result.query))} for ${result.window.from} to ${result.window.to} (${result.sha256.slice(0, 12)})`,
        ]),
  ];
}
