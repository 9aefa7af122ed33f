import { bodiesOf } from '../../domain/history/entry/event.ts';
import type { RecordedActivity } from '../../domain/metrics/activity.ts';
import { activityOfSessions } from '../../domain/metrics/sessions/activity-of-sessions.ts';
import type { Window } from '../../domain/metrics/view.ts';
import type { Views } from '../../store/views/views.ts';

/** Reads what was imported of session files, each as it was read last. */
export async function readSessions(
  views: Pick<Views, 'entriesOfKind'>,
  window: Window,
): Promise<RecordedActivity> {
  const entries = await views.entriesOfKind('sessions.imported');
  return activityOfSessions(bodiesOf(entries, 'sessions.imported'), window);
}
