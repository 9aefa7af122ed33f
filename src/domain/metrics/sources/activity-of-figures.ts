import type * as z from 'zod';
import { ACTIVITY_SOURCES, type Activity, type ActivitySource } from '../activity.ts';
import { type figureBodies, METRICS_KEY } from '../events/sources.ts';

/** The body of an entry of imported figures. */
export type FiguresBody = z.output<ReturnType<(typeof figureBodies)['figures.imported']>>;

/** A row of imported figures, and the entry that recorded it. */
export type RecordedFigure = {
  source: string;
  place: string;
  seq: number;
  row: FiguresBody['rows'][number];
};

/**
 * The activity that rows of imported figures state, of each key the newest. What was imported without the name of a
 * workspace is of the first one that was named: a file of the Analytics API does not say its own.
 *
 * @param figures in the order in which they were recorded
 * @param firstPlaces the place of each source that was named first
 */
export function activityOfFigures(
  figures: readonly RecordedFigure[],
  firstPlaces: ReadonlyMap<string, string>,
): readonly Activity[] {
  const newest = new Map<string, KeyedRow>();
  for (const { source, place: named, seq, row: recorded } of figures) {
    if (!isActivitySource(source)) continue;
    const { key, level, ...row } = recorded;
    const place = named === '' ? (firstPlaces.get(source) ?? '') : named;
    newest.set(`${source} ${place} ${key}`, {
      key,
      row: { ...row, source, level: level ?? undefined, place, seq },
    });
  }
  return withoutMetrics([...newest.values()]);
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

/** Whether a source of figures is one of activity; limits are not. */
export const isActivitySource = (source: string): source is ActivitySource =>
  ACTIVITY_SOURCES.some((one) => one === source);
