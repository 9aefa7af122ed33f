import { chartReviewDue, deriveChanges } from '../../domain/metrics/loop/change.ts';
import { deriveQuestions } from '../../domain/metrics/loop/question.ts';
import { type DueWork, dueActions } from '../../domain/rollout/due-actions.ts';
import type { NextAction } from '../../domain/rollout/next-action.ts';
import type { Views } from '../../store/views/views.ts';
import { loadShippedQuestions } from '../metrics/loop/load-questions.ts';
import { readIncidents } from '../runs/incident/read-incidents.ts';
import type { World } from '../world/world.ts';

type DueReading = Pick<Views, 'loopEntries' | 'firstFigures' | 'entriesOfKind'>;

/** What somebody could do now whatever the phase is: of open incidents, and of the metrics what is due. */
export async function readDueActions(
  world: Pick<World, 'now'>,
  views: DueReading | undefined,
): Promise<readonly NextAction[]> {
  if (!views) return [];
  const [incidents, metrics] = await Promise.all([
    readIncidents(views, { which: 'open' }),
    readMetricsDue(world, views),
  ]);
  return dueActions({ incidents, ...metrics });
}

/** What there is about the metrics; nothing while a team has no figures and asks no question. */
async function readMetricsDue(
  world: Pick<World, 'now'>,
  views: DueReading,
): Promise<Omit<DueWork, 'incidents'>> {
  const [entries, figures] = await Promise.all([views.loopEntries(), views.firstFigures()]);
  const since = figures ?? entries[0]?.at;
  if (since === undefined) return { questions: [], changes: [], chartReview: undefined };
  const now = world.now();
  return {
    questions: deriveQuestions(entries, { shipped: await loadShippedQuestions(), since, now }),
    changes: deriveChanges(entries, now),
    chartReview: chartReviewDue(entries, { since: figures, now }),
  };
}
