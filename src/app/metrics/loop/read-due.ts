import { chartReviewDue, deriveChanges } from '../../../domain/metrics/loop/change.ts';
import { deriveQuestions } from '../../../domain/metrics/loop/question.ts';
import { dueActions } from '../../../domain/rollout/due-actions.ts';
import type { NextAction } from '../../../domain/rollout/next-action.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';
import { loadShippedQuestions } from './load-questions.ts';

/** What is due today or overdue about the metrics; nothing while a team has no figures and asks no question. */
export async function readDueActions(
  world: Pick<World, 'now'>,
  views: Pick<Views, 'loopEntries' | 'firstFigures'> | undefined,
): Promise<readonly NextAction[]> {
  if (!views) return [];
  const [entries, figures] = await Promise.all([views.loopEntries(), views.firstFigures()]);
  const since = figures ?? entries[0]?.at;
  if (since === undefined) return [];
  const now = world.now();
  return dueActions({
    questions: deriveQuestions(entries, { shipped: await loadShippedQuestions(), since, now }),
    changes: deriveChanges(entries, now),
    chartReview: chartReviewDue(entries, { since: figures, now }),
  });
}
