import type { Activity, ActivitySource, RecordedActivity } from '../../domain/metrics/activity.ts';
import { earlier, later } from '../../domain/metrics/days.ts';
import type { Window } from '../../domain/metrics/view.ts';
import type { Views } from '../../store/views/views.ts';
import { readComplianceActivity } from './compliance/read-compliance-activity.ts';
import { readFigures } from './read-figures.ts';
import { readSessions } from './read-sessions.ts';

/**
 * Reads what a kind of entry says of activity: the rows that share a day with the window, and the span of each source
 * whatever the window is.
 */
type ActivityReader = (views: Views, window: Window) => Promise<RecordedActivity>;

/** A line for each kind of entry with rows of activity. */
const readers: readonly ActivityReader[] = [readComplianceActivity, readFigures, readSessions];

/**
 * All rows of activity that share a day with the window. A source may say the same work at several levels, so whoever
 * adds up its rows passes them through `countOnce` (count-once.ts). Only `readMetrics` may pass them on,
 * beside quality.
 */
export async function readActivity(views: Views, window: Window): Promise<RecordedActivity> {
  const read = await Promise.all(readers.map((reader) => reader(views, window)));
  return { rows: read.flatMap(({ rows }): readonly Activity[] => rows), spans: joinSpans(read) };
}

function joinSpans(read: readonly RecordedActivity[]): RecordedActivity['spans'] {
  const joined: Partial<Record<ActivitySource, Window>> = {};
  for (const { spans } of read)
    for (const [source, span] of Object.entries(spans) as [ActivitySource, Window][]) {
      const known = joined[source];
      joined[source] = {
        from: earlier(known?.from ?? span.from, span.from),
        to: later(known?.to ?? span.to, span.to),
      };
    }
  return joined;
}
