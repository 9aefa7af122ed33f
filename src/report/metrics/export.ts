import { cleanLine } from '../../domain/base/text/clean.ts';
import type { Figure, MetricsView, Paired, Withheld } from '../../domain/metrics/view.ts';
import { csvRecord } from '../base/csv.ts';
import { jsonDocument } from '../base/json-document.ts';
import { metricOf } from './figure.ts';
import { scopeFields } from './show.ts';

/** The formats of an export for other tools. */
export const METRIC_FORMATS = ['csv', 'json'] as const;

export type MetricFormat = (typeof METRIC_FORMATS)[number];

/** A number of an export: of the whole window, or of one of its days or weeks. */
type Row = {
  span: 'window' | 'day' | 'week';
  from: string;
  to: string;
  team: string | null;
  cost_centre: string | null;
  repository: string | null;
  surface: string | null;
  metric: string;
  side: 'quality' | 'adoption';
  /** Null when it is missing or withheld. */
  value: number | null;
  unit: string;
  n: number | null;
  grade: 'observed' | 'estimated' | 'missing' | 'withheld';
  source: string | null;
  lag_days: number | null;
  before: number | null;
  /** Why it is withheld. */
  note: string | null;
};

const columns = [
  'span',
  'from',
  'to',
  'team',
  'cost_centre',
  'repository',
  'surface',
  'metric',
  'side',
  'value',
  'unit',
  'n',
  'grade',
  'source',
  'lag_days',
  'before',
  'note',
] as const satisfies readonly (keyof Row)[];

/**
 * The view in long form, a number a row, as tools for reports read it. What is missing or withheld has a row without a
 * number. In CSV a part of the scope that is everybody or everything is `*`, and what belongs to none is empty.
 */
export function renderMetricsExport(view: MetricsView, format: MetricFormat): string {
  const rows = view.groups.flatMap((group) =>
    group.type === 'withheld' ? withheldRows(group) : pairedRows(group),
  );
  if (format === 'json') return jsonDocument('metrics-export', { rows });
  return [
    csvRecord(columns),
    ...rows.map((row) => csvRecord(columns.map((name) => cell(name, row[name])))),
  ].join('');
}

function cell(name: keyof Row, value: Row[keyof Row]): string | number {
  const isScope = name === 'team' || name === 'cost_centre' || name === 'repository' || name === 'surface';
  if (value === null) return isScope ? '*' : '';
  return typeof value === 'number' ? value : cleanLine(value);
}

function withheldRows({ scope, window, metrics, missing }: Withheld): readonly Row[] {
  return metrics.map((metric) => ({
    ...{ span: 'window', ...window, ...scopeFields(scope), metric, side: 'adoption', value: null },
    ...{
      unit: metricOf(metric).unit,
      n: null,
      grade: 'withheld',
      source: null,
      lag_days: null,
      before: null,
    },
    note: cleanLine(missing),
  }));
}

function pairedRows({ scope, qualityScope, window, quality, adoption }: Paired): readonly Row[] {
  return [
    ...quality.flatMap((figure) => figureRows(figure, { ...window, ...scopeFields(qualityScope) })),
    ...adoption.flatMap((figure) => figureRows(figure, { ...window, ...scopeFields(scope) })),
  ];
}

type Place = Pick<Row, 'from' | 'to' | 'team' | 'cost_centre' | 'repository' | 'surface'>;

function figureRows(figure: Figure, place: Place): readonly Row[] {
  const { metric, value, unit, n, grade, source = null, lagDays, before, series } = figure;
  const { side } = metricOf(metric);
  const [first] = series;
  const span = first && first.from !== first.to ? 'week' : 'day';
  return [
    {
      ...{ span: 'window', ...place, metric, side, value, unit, n, grade, source },
      ...{ lag_days: value === null ? null : lagDays, before, note: null },
    },
    ...series.flatMap((point): readonly Row[] => {
      if (point.value === null) return [];
      const { from, to } = point;
      const rest = { n: null, grade, source, lag_days: null, before: null, note: null };
      return [{ ...place, span, from, to, metric, side, value: point.value, unit, ...rest }];
    }),
  ];
}
