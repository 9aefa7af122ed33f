import type { Activity, RecordedActivity } from '../../src/domain/metrics/activity.ts';
import {
  type MetricRows,
  metricsView,
  type ViewRequest,
} from '../../src/domain/metrics/figures/metrics-view.ts';
import type { Quality } from '../../src/domain/metrics/metric-set.ts';
import type { Figure, MetricsView } from '../../src/domain/metrics/view.ts';

/** One day of a person with sessions, but for what is given. */
export function activityOf(given: Partial<Activity> & { day?: string } = {}): Activity {
  const { day = '2026-11-02', ...more } = given;
  return {
    ...{ source: 'sessions', from: day, to: day, person: 'ada@example.com', surface: 'cli' },
    ...{ repository: 'github.com/acme/shop', model: 'gpt-5.5', grade: 'observed', seq: 10 },
    measures: { sessions: 1, turns: 4 },
    ...more,
  };
}

/** Two defects of 40 changes in November, stated by hand, but for what is given. */
export function qualityOf(given: Partial<Quality> = {}): Quality {
  return {
    ...{ metric: 'defect-rate', source: 'by hand', from: '2026-11-01', to: '2026-11-10', team: '' },
    ...{ repository: '', id: null, total: 2, n: 40, priorities: null, seq: 20 },
    ...given,
  };
}

/** Rows as they are recorded; each source speaks of the whole of autumn unless `spans` says otherwise. */
export function rowsOf({
  activity = [],
  quality = [],
  members = [],
  spans = {},
}: {
  activity?: readonly Activity[];
  quality?: readonly Quality[];
  members?: MetricRows['members'];
  spans?: RecordedActivity['spans'];
}): MetricRows {
  const autumn = { from: '2026-09-01', to: '2026-11-30' };
  const all = Object.fromEntries(activity.map(({ source }) => [source, autumn]));
  return { activity: { rows: activity, spans: { ...all, ...spans } }, quality, members };
}

/** The first ten days of November. */
const tenDays = { from: '2026-11-01', to: '2026-11-10' };

/** The view of the first ten days of November, of everybody, unless something else is asked for. */
export function viewOf(rows: Parameters<typeof rowsOf>[0], asked: Partial<ViewRequest> = {}): MetricsView {
  return metricsView(rowsOf(rows), { window: tenDays, scope: {}, ...asked });
}

/** The figure of a metric in the first group, or in the one named. */
export function figureIn({ groups }: MetricsView, metric: Figure['metric'], group = 0): Figure {
  const found = groups[group];
  if (found?.type !== 'paired') throw new Error(`group ${group} is ${found?.type}`);
  const figure = [...found.quality, ...found.adoption].find((one) => one.metric === metric);
  if (!figure) throw new Error(`there is no ${metric}`);
  return figure;
}
