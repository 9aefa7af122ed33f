import { parseWindow, windowBefore } from '../../domain/metrics/days.ts';
import { metricsView } from '../../domain/metrics/figures/metrics-view.ts';
import { deriveChanges } from '../../domain/metrics/loop/change.ts';
import { markNoise } from '../../domain/metrics/loop/noise.ts';
import type { Grouping } from '../../domain/metrics/scope.ts';
import type { MetricsView, Scope, Window } from '../../domain/metrics/view.ts';
import type { Views } from '../../store/views/views.ts';
import { readMembers, readQuality } from './quality/read-quality.ts';
import { readActivity } from './read-activity.ts';

/** Which figures are asked for: of the last 30 days and of everybody by default. */
export type MetricsRequest = {
  window?: Window | undefined;
  scope?: Scope | undefined;
  by?: Grouping | undefined;
  now: Date;
};

const usualWindow = '30d';

/**
 * The metrics of a scope, and of each group in it. Adoption comes only beside quality of the same scope and window;
 * nothing else that is exported gives any (domain/metrics/figures/pairing.ts). What nobody changed anything for is marked.
 *
 * @param views undefined while there is no history
 */
export async function readMetrics(
  views: Views | undefined,
  { now, window = parseWindow(usualWindow, now), scope = {}, by }: MetricsRequest,
): Promise<MetricsView> {
  const reach = { from: windowBefore(window).from, to: window.to };
  if (!views)
    return metricsView(
      { activity: { rows: [], spans: {} }, quality: [], members: [] },
      { window, scope, by },
    );
  const [activity, quality, members, entries, since] = await Promise.all([
    readActivity(views, reach),
    readQuality(views),
    readMembers(views),
    views.loopEntries(),
    views.firstFigures(),
  ]);
  const view = metricsView({ activity, quality, members }, { window, scope, by });
  return markNoise(view, { changes: deriveChanges(entries, now), since, now });
}
