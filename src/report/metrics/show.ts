import { cleanLine } from '../../domain/base/text/clean.ts';
import { METRICS, type MetricId } from '../../domain/metrics/metric-set.ts';
import { describeScope } from '../../domain/metrics/scope.ts';
import type { Figure, MetricsView, Paired, Scope, Withheld } from '../../domain/metrics/view.ts';
import { jsonDocument } from '../base/json-document.ts';
import type { Paint } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';
import {
  describeGrade,
  describeLag,
  describePriorities,
  describeSize,
  describeSource,
  describeTrend,
  describeValue,
  metricOf,
  seriesLine,
} from './figure.ts';

/** The metrics of a window for people: quality, then adoption, of each group. */
export function renderMetricsView({ window, groups }: MetricsView, paint: Paint): string {
  const head = `From ${window.from} to ${window.to} (UTC), beside the days just before.\n`;
  return [head, ...groups.map((group) => renderGroup(group, paint))].join('\n');
}

function renderGroup(group: Paired | Withheld, paint: Paint): string {
  const lines = group.type === 'withheld' ? withheldLines(group) : pairedLines(group, paint);
  return `${[paint('bold', title(describeScope(group.scope))), ...lines.map((line) => `  ${line}`.trimEnd())].join('\n')}\n`;
}

const title = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** Why figures are withheld, and what would change that. */
export function withheldLines({ metrics, missing, remedies }: Withheld): readonly string[] {
  const known = metrics.map((id) => METRICS[id].title).join(', ');
  return [
    known === '' ? 'Nothing is known yet.' : `Withheld: ${known}.`,
    `Missing: ${cleanLine(missing)}.`,
    ...remedies.map((remedy, index) => `${index === 0 ? 'Add it:' : '       '}  ${cleanLine(remedy)}`),
  ];
}

function pairedLines({ scope, quality, qualityScope, adoption }: Paired, paint: Paint): readonly string[] {
  const of = describeScope(qualityScope);
  const other = of === describeScope(scope) ? '' : ` of ${of}`;
  const known = (figures: readonly Figure[]) => figures.filter(({ value }) => value !== null);
  // The columns of both sides stand below each other.
  const shown = [...known(quality), ...known(adoption)];
  const rows = alignColumns(shown.map(cells));
  const split = known(quality).length;
  const missing = [...quality, ...adoption].filter(({ value }) => value === null);
  return [
    ...(split > 0 ? [paint('underline', `Quality${other}`), ...rows.slice(0, split)] : []),
    ...(split < rows.length ? [paint('underline', 'Adoption'), ...rows.slice(split)] : []),
    ...(missing.length > 0
      ? [`Missing: ${missing.map(({ metric }) => metricOf(metric).title).join(', ')}.`]
      : []),
  ];
}

function cells(figure: Figure): readonly string[] {
  return [
    `${metricOf(figure.metric).title}${figure.noise ? ' noise?' : ''}`,
    describeValue(figure),
    seriesLine(figure),
    describeTrend(figure),
    `n ${describeSize(figure)}`,
    describeGrade(figure),
    describeLag(figure),
    [describeSource(figure), describePriorities(figure)].filter((one) => one !== '').join('; '),
  ];
}

/** The same for programs. */
export function renderMetricsViewJson({ window, groups }: MetricsView): string {
  return jsonDocument('metrics-view', { window, groups: groups.map(groupFields) });
}

function groupFields(group: Paired | Withheld): object {
  if (group.type === 'withheld') return withheldFields(group);
  return {
    type: 'paired',
    scope: scopeFields(group.scope),
    quality: group.quality.map(figureFields),
    quality_scope: scopeFields(group.qualityScope),
    adoption: group.adoption.map(figureFields),
  };
}

/** What is withheld, as JSON names it. */
export function withheldFields({ scope, metrics, missing, remedies }: Withheld): object {
  return { type: 'withheld', scope: scopeFields(scope), metrics, missing, remedies };
}

/** A scope as JSON names it: null is everybody or everything, an empty text what belongs to none. */
export function scopeFields({ team, costCentre, repository, surface }: Scope) {
  return {
    team: team ?? null,
    cost_centre: costCentre ?? null,
    repository: repository ?? null,
    surface: surface ?? null,
  };
}

/** A figure as JSON names it. */
export function figureFields(figure: Figure) {
  const { metric, value, unit, n, grade, source, others, priorities, entries, lagDays, series, before } =
    figure;
  return {
    ...{ metric, value, unit, n, grade, source: source ?? null, others, priorities },
    entries: entries.shown,
    entry_count: entries.total,
    lag_days: lagDays,
    before,
    noise: figure.noise ?? false,
    series,
  };
}

/** What each metric means, for people. */
export function renderDefinitions(): string {
  const rows = ids.map((id) => {
    const { title: name, side, unit, definition } = metricOf(id);
    return [id, side, unit, `${name}: ${definition}`];
  });
  return `${alignColumns(rows).join('\n')}\n`;
}

/** The same for programs. */
export function renderDefinitionsJson(): string {
  const metrics = ids.map((id) => {
    const { title: name, side, unit, pooling, better, definition } = metricOf(id);
    return { metric: id, title: name, side, unit, pooling, better: better ?? null, definition };
  });
  return jsonDocument('metric-definitions', { metrics });
}

const ids = Object.keys(METRICS) as MetricId[];
