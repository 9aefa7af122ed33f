import type { Change } from '../metrics/loop/change.ts';
import type { Due } from '../metrics/loop/due.ts';
import type { Question } from '../metrics/loop/question.ts';
import type { NextAction } from './next-action.ts';

/** What may be due about the metrics. */
export type DueWork = {
  questions: readonly Question[];
  changes: readonly Change[];
  /** The weekly review of charts; undefined while there are no figures. */
  chartReview: Due | undefined;
};

type DueAction = { due: Due; action: NextAction };

/** What is due today or overdue about the metrics, the oldest first, as things that somebody could do now. */
export function dueActions({ questions, changes, chartReview }: DueWork): readonly NextAction[] {
  const all = [
    ...questions.flatMap(questionAction),
    ...changes.flatMap(judgeAction),
    ...(chartReview ? [reviewAction(chartReview)] : []),
  ];
  return all
    .filter(({ due }) => due.state !== 'later')
    .toSorted((one, other) => (one.due.on < other.due.on ? -1 : Number(one.due.on > other.due.on)))
    .map(({ action }) => action);
}

function questionAction({ id, text, role, due }: Question): readonly DueAction[] {
  if (!due) return [];
  const action: NextAction = {
    kind: 'question',
    action: `answer ${id}: ${text}`,
    why: `the question is ${describe(due)}`,
    command: `codex-cockpit question answer ${id} --text "…"`,
    role,
    subject: `question/${id}`,
    key: id,
  };
  return [{ due, action }];
}

function judgeAction({ id, metric, due, tied: { role } }: Change): readonly DueAction[] {
  if (!due) return [];
  const action: NextAction = {
    kind: 'change',
    action: `judge the change ${id} by ${metric}`,
    why: `its judgement is ${describe(due)}`,
    command: `codex-cockpit change judge ${id}`,
    role,
    subject: `change/${id}`,
    key: id,
  };
  return [{ due, action }];
}

function reviewAction(due: Due): DueAction {
  const action: NextAction = {
    kind: 'change',
    action: 'tie one change to one signal of the charts',
    why: `the weekly review of the charts is ${describe(due)}`,
    command:
      'codex-cockpit change tie --metric METRIC --kind KIND --ref REF --expect up|down --by N --review-on 14d --reason "…"',
    role: 'analytics owner',
    subject: 'change',
  };
  return { due, action };
}

function describe({ on, state }: Due): string {
  return state === 'today' ? 'due today' : `overdue since ${on}`;
}
