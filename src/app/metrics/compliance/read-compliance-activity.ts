import type { RecordedActivity } from '../../../domain/metrics/activity.ts';
import { activityOfSums } from '../../../domain/metrics/compliance/activity-of-sums.ts';
import { coverageOf } from '../../../domain/metrics/compliance/coverage.ts';
import type { Window } from '../../../domain/metrics/view.ts';
import type { Views } from '../../../store/views/views.ts';

/** Reads what compliance logs say of activity. */
export async function readComplianceActivity(views: Views, window: Window): Promise<RecordedActivity> {
  const [sums, records, days] = await Promise.all([
    views.complianceActivity(window),
    views.complianceCoverage(),
    views.complianceDays(),
  ]);
  // Days that are left until something is removed, which depend on the time of day, are not asked for here.
  const coverage = records.flatMap((one) => coverageOf(one, new Date(0)) ?? []);
  return activityOfSums(sums, coverage, days);
}
