import type * as z from 'zod';
import { ACTIVITY_SOURCES, type Activity, type ActivitySource, type RecordedActivity } from '../activity.ts';
import { type figureBodies, METRICS_KEY } from '../events/sources.ts';
import type { Window } from '../view.ts';

/** The body of an entry of imported figures. */
export type FiguresBody = z.output<ReturnType<(typeof figureBodies)['figures.imported']>>;

/**
 * The activity that entries of imported figures state, of each key the newest row. What was imported without the name
 * of a workspace is of the first one that was named: a file of the Analytics API does not say its own.
 *
 * @param entries in the order in which they were recorded
 */
export function activityOfFigures(
  entries: readonly { seq: number; body: FiguresBody }[],
  window: Window,
): RecordedActivity {
  const places = new Map<string, string>();
  for (const { body } of entries)
    if (body.place !== '' && !places.has(body.source)) places.set(body.source, body.place);
  const newest = new Map<string, KeyedRow>();
  for (const { seq, body } of entries) {
    const { source } = body;
    if (!isActivitySource(source)) continue;
    const place = body.place === '' ? (places.get(source) ?? '') : body.place;
    for (const { key, level, ...row } of body.rows)
      newest.set(JSON.stringify([source, place, key]), {
        key,
        row: { ...row, source, level: level ?? undefined, place, seq },
      });
  }
  const all = withoutMetrics([...newest.values()]);
  return { rows: all.filter(({ from, to }) => from <= window.to && window.from <= to), spans: spansOf(all) };
}

type KeyedRow = { key: string; row: Activity };

/** Rows of metrics of a day with events are left out: they count the same work, and say less of it. */
function withoutMetrics(rows: readonly KeyedRow[]): readonly Activity[] {
  const isOfMetric = ({ key, row }: KeyedRow) => row.source === 'telemetry' && key.startsWith(METRICS_KEY);
  const withEvents = new Set(
    rows.flatMap((one) => (one.row.source === 'telemetry' && !isOfMetric(one) ? [one.row.from] : [])),
  );
  return rows.flatMap((one) => (isOfMetric(one) && withEvents.has(one.row.from) ? [] : [one.row]));
}

function spansOf(rows: readonly Activity[]): RecordedActivity['spans'] {
  const spans: Partial<Record<ActivitySource, Window>> = {};
  for (const { source, from, to } of rows) {
    const known = spans[source];
    spans[source] = {
      from: known && known.from < from ? known.from : from,
      to: known && known.to > to ? known.to : to,
    };
  }
  return spans;
}

const isActivitySource = (source: string): source is ActivitySource =>
  ACTIVITY_SOURCES.some((one) => one === source);
