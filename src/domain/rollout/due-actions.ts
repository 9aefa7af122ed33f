import type { Change } from '../metrics/loop/change.ts';
import type { Due } from '../metrics/loop/due.ts';
import type { Question } from '../metrics/loop/question.ts';
import { describeProgress, type Incident, nextStep } from '../runs/incident/incident.ts';
import { stepTitles } from '../runs/incident/judge-incident.ts';
import type { NextAction } from './next-action.ts';

/** What may be due whatever the phase is. */
export type DueWork = {
  incidents: readonly Incident[];
  questions: readonly Question[];
  changes: readonly Change[];
  /** The weekly review of charts; undefined while there are no figures. */
  chartReview: Due | undefined;
};

type DueAction = { due: Due; action: NextAction };

/**
 * What somebody could do now whatever the phase is: the next step of each open incident, then what is due today or
 * overdue about the metrics, the oldest first.
 */
export function dueActions({ incidents, questions, changes, chartReview }: DueWork): readonly NextAction[] {
  const all = [
    ...questions.flatMap(questionAction),
    ...changes.flatMap(judgeAction),
    ...(chartReview ? [reviewAction(chartReview)] : []),
  ];
  const ofMetrics = all
    .filter(({ due }) => due.state !== 'later')
    .toSorted((one, other) => (one.due.on < other.due.on ? -1 : Number(one.due.on > other.due.on)))
    .map(({ action }) => action);
  return [...incidents.flatMap(incidentAction), ...ofMetrics];
}

/** It falls to the role that opened the incident. */
function incidentAction({ id, title, opened, steps, closed }: Incident): readonly NextAction[] {
  if (closed) return [];
  const step = nextStep({ steps });
  const next = step === undefined ? 'close it' : stepTitles[step];
  return [
    {
      kind: 'incident',
      action: `${id}: ${next}`,
      why: `the incident "${title}" is open: ${describeProgress({ steps, closed })}`,
      command: `codex-cockpit incident show ${id}`,
      role: opened.role,
      subject: `incident/${id}`,
      key: id,
    },
  ];
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
