import { METRICS } from '../../../../domain/metrics/metric-set.ts';
import { describeScope } from '../../../../domain/metrics/scope.ts';
import type { Figure, MetricsView, Paired, Withheld } from '../../../../domain/metrics/view.ts';
import { metricOf, trendOf } from '../../../../report/metrics/figure.ts';
import { matches } from '../../../components/matches.ts';
import { sorting } from '../../../components/sorting.ts';
import type { Theme } from '../../../shell/look/theme.ts';
import { rowTargets } from '../../../shell/palette/targets.ts';
import { cursorOf, filterOf, perState, type State } from '../../../shell/state.ts';
import { viewIn } from './read.ts';

/** A figure of a group that has both sides, or a group whose adoption is withheld. */
export type MetricRow =
  | { type: 'figure'; of: string; group: Paired; figure: Figure }
  | { type: 'withheld'; of: string; group: Withheld };

/** What a row says in a word, what needs a look first. */
const ROW_STATES = ['worse', 'withheld', 'noise?', 'better', 'same', 'known', 'missing'] as const;

type RowState = (typeof ROW_STATES)[number];

function stateOfRow(row: MetricRow): RowState {
  if (row.type === 'withheld') return 'withheld';
  if (row.figure.value === null) return 'missing';
  const { change, meaning } = trendOf(row.figure);
  // What got worse matters more than that nobody did anything about it yet.
  if (row.figure.noise && meaning !== 'worse') return 'noise?';
  return meaning ?? (change === 0 ? 'same' : 'known');
}

const verdicts = {
  worse: 'warn',
  withheld: 'manual',
  'noise?': 'skip',
  better: 'pass',
  same: 'pass',
  known: 'pass',
  missing: 'skip',
} as const satisfies Record<RowState, string>;

/** The word with its sign, and its colour, which only repeats it. */
export function lookOfRow(row: MetricRow, theme: Theme) {
  const state = stateOfRow(row);
  const { text, colour } = theme.verdict(verdicts[state]);
  const isPlain = state === 'same' || state === 'known';
  const sign = isPlain ? '·' : text.split(' ')[0];
  return { text: `${sign} ${state}`, colour: isPlain ? {} : colour };
}

export const rowId = (row: MetricRow): string =>
  `${row.type === 'figure' ? row.figure.metric : 'withheld'} ${row.of}`;

/** What the row is called: the metric, or what is withheld. */
export const rowName = (row: MetricRow): string =>
  row.type === 'figure' ? metricOf(row.figure.metric).title : `Adoption (${namesOf(row.group)})`;

/** The metrics that are known and withheld. */
const namesOf = ({ metrics: ids }: Withheld): string =>
  ids.map((id) => METRICS[id].title.toLowerCase()).join(', ');

/** Made once for what was read: there may be hundreds of groups. */
const rowsOf = new WeakMap<MetricsView, readonly MetricRow[]>();

function rowsOfView(view: MetricsView): readonly MetricRow[] {
  const known = rowsOf.get(view);
  if (known) return known;
  const rows = view.groups.flatMap((group, place): readonly MetricRow[] => {
    const of = describeScope(group.scope);
    if (group.type === 'withheld') return group.metrics.length > 0 ? [{ type: 'withheld', of, group }] : [];
    const figures = [...group.quality, ...group.adoption].map((figure) => ({
      ...{ type: 'figure' as const, of, group, figure },
    }));
    const isKnown = ({ figure }: (typeof figures)[number]) => figure.value !== null;
    // What is missing everywhere is said once, below what is known.
    const missing = place === 0 ? figures.filter((row) => !isKnown(row)) : [];
    return [...figures.filter(isKnown), ...missing];
  });
  rowsOf.set(view, rows);
  return rows;
}

const numberOf = (value: (figure: Figure) => number | null | undefined) => (row: MetricRow) =>
  row.type === 'figure' ? (value(row.figure) ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY;

export const metricSorting = sorting<MetricRow>('metrics', {
  STATE: (row) => ROW_STATES.indexOf(stateOfRow(row)),
  METRIC: rowName,
  OF: ({ of }) => of,
  VALUE: numberOf(({ value }) => value),
  TREND: numberOf((figure) => trendOf(figure).change),
  DAYS: numberOf(({ series }) => series.filter(({ value }) => value !== null).length),
  N: numberOf(({ n }) => n),
  SOURCE: (row) => (row.type === 'figure' ? (row.figure.source ?? '') : ''),
  LAG: numberOf(({ lagDays, grade }) => (grade === 'missing' ? null : lagDays)),
  GRADE: (row) => (row.type === 'figure' ? row.figure.grade : ''),
});

function wordsOf(row: MetricRow): string {
  const common = `${stateOfRow(row)} ${rowName(row)} ${row.of}`;
  if (row.type === 'withheld') return `${common} ${row.group.missing}`;
  const { metric, grade, source, noise } = row.figure;
  return `${common} ${noise ? 'noise?' : ''} ${metric} ${metricOf(metric).side} ${grade} ${source ?? ''}`;
}

/** The rows that pass the filter. */
export const metricRows = perState((state): readonly MetricRow[] => {
  const view = viewIn(state);
  const rows = view ? rowsOfView(view) : [];
  const filter = filterOf(state, 'metrics');
  return metricSorting.apply(
    state,
    filter === '' ? rows : rows.filter((row) => matches(wordsOf(row), filter)),
  );
});

/** The row under the cursor. */
export function selectedMetric(state: State): MetricRow | undefined {
  return metricRows(state)[cursorOf(state, 'metrics')];
}

/** What the palette finds. */
export const metricTargets = (state: State) => {
  const view = viewIn(state);
  return targetsOf(view ? rowsOfView(view) : []);
};

const targetsOf = rowTargets<MetricRow>('metrics', 'metric', {
  id: rowId,
  label: rowName,
  about: ({ of }) => of,
});
