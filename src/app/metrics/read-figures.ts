import type { RecordedActivity } from '../../domain/metrics/activity.ts';
import { activityOfFigures, isActivitySource } from '../../domain/metrics/sources/activity-of-figures.ts';
import type { Window } from '../../domain/metrics/view.ts';
import type { Views } from '../../store/views/views.ts';

/** Reads what was imported from the Analytics API, dashboard exports and telemetry; the newest row of each key. */
export async function readFigures(
  views: Pick<Views, 'figureRows' | 'figureSources'>,
  window: Window,
): Promise<RecordedActivity> {
  const [figures, sources] = await Promise.all([views.figureRows(window), views.figureSources()]);
  const firstPlaces = new Map(sources.map(({ source, firstPlace }) => [source, firstPlace]));
  const spans = sources.flatMap(({ source, span }) => (isActivitySource(source) ? [[source, span]] : []));
  return { rows: activityOfFigures(figures, firstPlaces), spans: Object.fromEntries(spans) };
}
