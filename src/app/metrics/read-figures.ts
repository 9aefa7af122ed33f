import { bodiesOf } from '../../domain/history/entry/event.ts';
import type { RecordedActivity } from '../../domain/metrics/activity.ts';
import { activityOfFigures } from '../../domain/metrics/sources/activity-of-figures.ts';
import type { Window } from '../../domain/metrics/view.ts';
import type { Views } from '../../store/views/views.ts';

/** Reads what was imported from the Analytics API, dashboard exports and telemetry; the newest row of each key. */
export async function readFigures(
  views: Pick<Views, 'entriesOfKind'>,
  window: Window,
): Promise<RecordedActivity> {
  const entries = await views.entriesOfKind('figures.imported');
  return activityOfFigures(bodiesOf(entries, 'figures.imported'), window);
}
