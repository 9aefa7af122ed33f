import { cleanLine } from '../../../domain/base/text/clean.ts';
import { type Change, windowsOf } from '../../../domain/metrics/loop/change.ts';
import type { Due } from '../../../domain/metrics/loop/due.ts';
import type { Judgement, Side } from '../../../domain/metrics/loop/judge-change.ts';
import { METRICS, type MetricId } from '../../../domain/metrics/metric-set.ts';
import { describeScope } from '../../../domain/metrics/scope.ts';
import type { Paint } from '../../base/paint.ts';
import { alignColumns } from '../../base/table.ts';
import { formatAmount } from '../figure.ts';
import { recordedFields, signature } from './questions.ts';

/** What is compared of a change, as a judgement has it before and after it is recorded. */
export type Compared = Judgement & {
  before: Omit<Side, 'lagDays' | 'withheld' | 'source'> & { source?: string | null | undefined };
  after: Compared['before'];
  beside: readonly { metric: MetricId; before: number | null; after: number | null }[];
};

/** The changes, one a line, and when the charts are reviewed next. */
export function renderChangeList(changes: readonly Change[], chartReview: Due | undefined): string {
  const review = chartReview ? [`Weekly review of the charts: ${describeReview(chartReview)}`] : [];
  if (changes.length === 0)
    return `${[...review, 'No open change is tied to a signal. Tie one: codex-cockpit change tie'].join('\n')}\n`;
  const rows = changes.map((change) => [
    change.id,
    describeChangeState(change),
    `${change.metric} ${change.expect === 'up' ? '↑' : '↓'} ${describeMove(change)}`,
    describeScope(change.scope),
    change.kind,
    cleanLine(change.ref.text),
  ]);
  return `${[...review, ...alignColumns(rows).map((line) => line.trimEnd())].join('\n')}\n`;
}

/** One change with its judgement. */
export function renderChange(change: Change, paint: Paint): string {
  const { id, metric, scope, kind, ref, expect, since, reviewOn, reason, tied, judged, closed } = change;
  const windows = windowsOf(change);
  return [
    paint('bold', `${id}  ${METRICS[metric].title} of ${describeScope(scope)}`),
    describeChangeState(change),
    `change   ${kind}: ${ref.type} ${cleanLine(ref.text)}`,
    `expects  ${metric} to go ${expect} by ${describeMove(change)}`,
    `compares ${windows.before.from} to ${windows.before.to} with ${windows.after.from} to ${windows.after.to}`,
    `reason   ${cleanLine(reason)}`,
    `tied on  ${signature(tied)}, in force from ${since}, judged on ${reviewOn}`,
    ...(judged
      ? [
          '',
          paint('bold', `Judged on ${signature(judged)}`),
          ...comparisonLines(change, judged),
          ...(judged.note === null ? [] : [`  ${cleanLine(judged.note)}`]),
        ]
      : []),
    ...(closed
      ? ['', `Closed on ${signature(closed)}: ${closed.outcome}. ${cleanLine(closed.reason)}`]
      : ['', `Next: ${nextCommand(change)}`]),
    '',
  ].join('\n');
}

/** What the figures say about a change, before a person confirms it. */
export function renderComparison(change: Change, compared: Compared, paint: Paint): string {
  return [
    paint('bold', `${change.id}  ${METRICS[change.metric].title} of ${describeScope(change.scope)}`),
    ...comparisonLines(change, compared),
    '',
  ].join('\n');
}

/** Where a change is, in words. */
export function describeChangeState({ due, judged, closed }: Change): string {
  if (closed) return judged ? `closed, ${closed.outcome}: ${judged.verdict}` : `closed, ${closed.outcome}`;
  if (judged) return judged.verdict;
  if (!due || due.state === 'today') return 'to be judged today';
  return due.state === 'overdue' ? `judgement overdue since ${due.on}` : `judged on ${due.on}`;
}

/** When the charts are reviewed next, in words. */
export function describeReview({ on, state }: Due): string {
  if (state === 'today') return 'due today';
  return state === 'overdue' ? `overdue since ${on}` : `due on ${on}`;
}

/** By how much a metric has to move, with its unit. */
export function describeMove({ metric, by }: Pick<Change, 'metric' | 'by'>): string {
  return by.in === 'percent' ? `${by.amount} % of what it was` : formatAmount(by.amount, unitOfMove(metric));
}

/** A share moves by points: `5 %` could be taken for a part of what it was. */
function unitOfMove(metric: MetricId): string {
  const { unit } = METRICS[metric];
  return unit === '%' ? 'points' : unit;
}

/** A change as JSON documents have it (docs/json.md). */
export function changeFields(change: Change): object {
  const { id, metric, scope, kind, ref, expect, by, since, reviewOn, reason, tied, judged, closed } = change;
  const { team, costCentre, repository, surface } = scope;
  return {
    ...{ change: id, metric, kind, ref, expect, by, since, review_on: reviewOn, reason },
    scope: {
      team: team ?? null,
      cost_centre: costCentre ?? null,
      repository: repository ?? null,
      surface: surface ?? null,
    },
    due: change.due ?? null,
    tied: recordedFields(tied),
    judged: judged ? { ...recordedFields(judged), ...comparisonFields(judged), note: judged.note } : null,
    closed: closed ? { ...recordedFields(closed), outcome: closed.outcome, reason: closed.reason } : null,
  };
}

/** What the figures say about a change, as JSON documents have it. */
export function comparisonFields({ verdict, moved, needed, why, before, after, beside }: Compared): object {
  return { verdict, moved, needed, why, before: sideFields(before), after: sideFields(after), beside };
}

function sideFields({ window, value, n, grade, source, entries }: Compared['before']): object {
  return { window, value, n, grade, source: source ?? null, entries };
}

function comparisonLines(
  { metric }: Pick<Change, 'metric'>,
  { verdict, why, moved, needed, before, after, beside }: Compared,
): readonly string[] {
  const { unit } = METRICS[metric];
  const amount = (value: number | null) => (value === null ? '○ missing' : formatAmount(value, unit));
  const line = (name: string, { window, value, n, source }: Compared['before']) => [
    `  ${name}`,
    `${window.from} to ${window.to}`,
    amount(value),
    `n ${n ?? 'not known'}`,
    source ?? '',
  ];
  const besides = beside.map((one) => {
    const of = (value: number | null) =>
      value === null ? '○ missing' : formatAmount(value, METRICS[one.metric].unit);
    return `  beside it ${METRICS[one.metric].title.toLowerCase()}: ${of(one.before)}, then ${of(one.after)}`;
  });
  return [
    `${verdict}: ${cleanLine(why)}`,
    ...alignColumns([line('before', before), line('after', after)]).map((text) => text.trimEnd()),
    ...(moved === null || needed === null
      ? []
      : [
          `  moved by ${formatAmount(moved, unitOfMove(metric))}; expected ${formatAmount(needed, unitOfMove(metric))}`,
        ]),
    ...besides,
  ];
}

function nextCommand({ id, judged, reviewOn, due }: Change): string {
  if (judged) return `codex-cockpit change close ${id} --outcome keep --reason "…"`;
  const wait = due?.state === 'later' ? `from ${reviewOn} on ` : '';
  return `${wait}codex-cockpit change judge ${id}`;
}
