import * as z from 'zod';
import { olderForm } from '../../base/event-body.ts';
import { daysOfWindow, sideOf } from '../metric-value.ts';

// Forms that are no longer written. They are never edited: entries of years ago have them.

/** Without its side, its days, a team and a repository. */
const metricRecorded1 = () =>
  z.strictObject({
    v: z.literal(1),
    metric: z.string(),
    value: z.number(),
    unit: z.string(),
    n: z.int().nullable(),
    window: z.string(),
    source: z.string(),
  });

/** How entries of older forms about metrics are read. */
export const olderMetricForms = {
  'metric.recorded': [
    olderForm(metricRecorded1, (old) => {
      const { from, to } = daysOfWindow(old.window) ?? { from: null, to: null };
      return { ...old, v: 2, side: sideOf(old.metric, old.unit), from, to, team: '', repository: '' };
    }),
  ],
};
