import { cleanLine } from '../../domain/base/text/clean.ts';
import { formatShare } from '../../domain/base/text/progress.ts';
import type { BudgetLine } from '../../domain/metrics/budget/budget.ts';
import { METRICS } from '../../domain/metrics/metric-set.ts';
import { jsonDocument } from '../base/json-document.ts';
import type { Paint } from '../base/paint.ts';
import {
  describeLag,
  describeScope,
  describeSource,
  describeValue,
  formatAmount,
  metricOf,
} from './figure.ts';
import { scopeFields } from './show.ts';

const states = {
  over: 'over the limit',
  ahead: 'ahead of the days',
  within: 'within',
  'not known': 'not known',
} as const;

/** What was used of spend limits, for a person: each beside the quality of the same people and days. */
export function renderBudget(lines: readonly BudgetLine[], paint: Paint): string {
  if (lines.length === 0) return 'No spend limit counts today.\n';
  return `${lines.map((line) => renderLine(line, paint)).join('\n')}`;
}

function renderLine({ limit, days, use }: BudgetLine, paint: Paint): string {
  const { scope, window, metric, amount } = limit;
  const { title, unit } = METRICS[metric];
  const head = `${describeScope(scope)}, ${title.toLowerCase()}, ${window.from} to ${window.to}`;
  const lines = [
    `Limit    ${formatAmount(amount, unit)}; ${days.over} of ${days.all} days are over`,
    ...linesOfUse(use, unit),
  ];
  return `${[paint('bold', cleanLine(head)), ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}

function linesOfUse(use: BudgetLine['use'], unit: string): readonly string[] {
  if (use.type === 'withheld') {
    const { missing, remedies } = use.group;
    return [
      'Used     withheld: adoption is shown only beside quality',
      `Missing  ${cleanLine(missing)}`,
      ...remedies.map((remedy, index) => `${index === 0 ? 'Add it ' : '       '}  ${cleanLine(remedy)}`),
    ];
  }
  const { figure, stated, share, state, group } = use;
  const shown = share === null ? '' : ` (${formatShare(share)})`;
  const used = figure
    ? `${describeValue(figure)}${shown}: ${states[state]}; ${describeSource(figure)}; ${describeLag(figure)}`
    : stated === null
      ? '○ missing: no source says it'
      : `${formatAmount(stated, unit)}${shown}: ${states[state]}; the file of limits`;
  const also =
    figure && stated !== null ? [`         the file of limits says ${formatAmount(stated, unit)}`] : [];
  const quality = group.quality.filter(({ value }) => value !== null);
  return [
    `Used     ${used}`,
    ...also,
    ...quality.map(
      (one, index) =>
        `${index === 0 ? 'Quality' : '       '}  ${metricOf(one.metric).title}: ${describeValue(one)}, ${describeSource(one)}`,
    ),
  ];
}

/** The same for a program. */
export function renderBudgetJson(lines: readonly BudgetLine[]): string {
  return jsonDocument('metric-budget', { limits: lines.map(lineFields) });
}

function lineFields({ limit, days, use }: BudgetLine): object {
  const { scope, metric, window, amount, seq } = limit;
  const about = {
    ...{
      scope: scopeFields(scope),
      metric,
      ...window,
      limit: amount,
      unit: METRICS[metric].unit,
      entry: seq,
    },
    days: { over: days.over, all: days.all },
  };
  if (use.type === 'withheld') {
    const { missing, remedies } = use.group;
    return { ...about, use: { type: 'withheld', missing, remedies } };
  }
  const { figure, stated, share, state, group } = use;
  return {
    ...about,
    use: {
      ...{
        type: 'paired',
        used: figure?.value ?? null,
        source: figure?.source ?? null,
        stated,
        share,
        state,
      },
      lag_days: figure?.lagDays ?? null,
      quality: group.quality.flatMap(({ metric: id, value, unit, n, source }) =>
        value === null ? [] : [{ metric: id, value, unit, n, source }],
      ),
    },
  };
}
