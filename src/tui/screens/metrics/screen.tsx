import { cleanLine } from '../../../domain/base/text/clean.ts';

import {
  describeGrade,
  describeLag,
  describeTrend,
  describeValue,
  formatNumber,
} from '../../../report/metrics/figure.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { ANSWER, answerText } from '../../shell/inquiry.ts';
import type { Link } from '../../shell/screen.ts';
import { filterOf, type State } from '../../shell/state.ts';
import { stopKey } from '../../shell/work.ts';
import { linkToEntry } from '../links.ts';
import { aboutMetrics } from './about.tsx';
import { addFigure } from './figures/add.ts';
import { detailText, previewText } from './figures/detail.ts';
import { writeFigures } from './figures/files.ts';
import { importFigures } from './figures/import.ts';
import { metricInquiries } from './figures/inquiries.ts';
import { choosingKeys } from './figures/keys.ts';
import { drawLine } from './figures/picture.ts';
import { asked, metrics } from './figures/read.ts';
import {
  lookOfRow,
  type MetricRow,
  metricRows,
  metricSorting,
  metricTargets,
  rowId,
  rowName,
  selectedMetric,
} from './figures/rows.ts';
import { otherViews, viewKeys } from './views.ts';

const stopWork = stopKey('stop-metrics-work', {
  description: 'stop the import that is in progress',
  alsoOn: otherViews,
});

/** Cells of the days of a figure in the list. */
const daysCells = 15;

const ofFigure =
  (text: (figure: Extract<MetricRow, { type: 'figure' }>['figure']) => string) => (row: MetricRow) =>
    row.type === 'figure' ? text(row.figure) : '';

/** Quality and adoption of everybody and of each group; adoption never alone. */
export const metricsScreen = listScreen<MetricRow>({
  id: 'metrics',
  title: 'Metrics',
  short: 'Met',
  description: 'adoption beside quality: figures, questions, changes, compliance logs',
  keys: [
    ...choosingKeys,
    ...[addFigure, importFigures, writeFigures, stopWork],
    ...viewKeys,
    ...metricInquiries,
  ],
  rows: metricRows,
  sorting: metricSorting,
  rowId,
  rowTitle: (row) => cleanLine(`${row.type === 'figure' ? rowName(row) : 'Adoption withheld'}, ${row.of}`),
  targets: metricTargets,
  columns: (state) => [
    { title: 'STATE', priority: 8, cell: (row, { theme }) => lookOfRow(row, theme).text },
    { title: 'METRIC', priority: 10, least: 16, cell: (row) => cleanLine(rowName(row)) },
    ...(asked.of(state).by !== undefined
      ? [{ title: 'OF', priority: 9, least: 12, cell: (row: MetricRow) => cleanLine(row.of) }]
      : []),
    {
      title: 'VALUE',
      priority: 9,
      least: 12,
      cell: (row) => (row.type === 'figure' ? describeValue(row.figure) : 'withheld'),
    },
    { title: 'TREND', priority: 7, cell: ofFigure(describeTrend) },
    { title: 'DAYS', priority: 6, cell: ofFigure((figure) => drawLine(figure, daysCells)) },
    {
      title: 'N',
      priority: 5,
      align: 'right',
      cell: ofFigure(({ n }) => (n === null ? '' : formatNumber(n))),
    },
    { title: 'GRADE', priority: 4, cell: ofFigure(describeGrade) },
    { title: 'LAG', priority: 3, cell: ofFigure(describeLag) },
    { title: 'SOURCE', priority: 2, cell: ofFigure(({ source }) => source ?? '') },
  ],
  colour: (row, theme) => lookOfRow(row, theme).colour,
  empty: emptyText,
  preview: (_, row) => previewText(row),
  detail: (state, row) => {
    if (state.detail?.of === ANSWER) return answerText(state);
    return row && detailText(row);
  },
  links,
  searchesDetail: true,
  above: aboutMetrics,
  load: metrics.load,
});

/** The entries that a figure rests on, the newest first. */
function links(state: State): readonly Link[] {
  const row = selectedMetric(state);
  if (state.detail?.of !== 'row' || row?.type !== 'figure') return [];
  const { entries, source } = row.figure;
  return entries.shown.map((seq) => linkToEntry(seq, source ?? ''));
}

function emptyText(state: State): string {
  const { value: view, fault } = metrics.of(state);
  if (fault !== undefined) return cleanLine(fault);
  if (view && filterOf(state, 'metrics') !== '') return 'no figure passes the filter';
  if (!view) return 'reading the metrics…';
  return [
    'Did the work get better since people use Codex? Figures of quality answer that: defects, review findings, verifications, incidents, feedback. Adoption (users, sessions, turns) is shown only beside them.',
    '',
    'Nothing is known of these days yet. w chooses other days.',
    '',
    'a enters a figure of quality; i imports a file: of quality, of teams, or what a source says about use.',
    'What needs a key of an API is fetched by commands: codex-cockpit metric fetch, codex-cockpit compliance fetch.',
  ].join('\n');
}
