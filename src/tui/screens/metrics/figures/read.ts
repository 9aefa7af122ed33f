import { parseWindow } from '../../../../domain/metrics/days.ts';
import type { Grouping } from '../../../../domain/metrics/scope.ts';
import type { MetricsView } from '../../../../domain/metrics/view.ts';
import { type State, slice } from '../../../shell/state.ts';
import { lateRead } from '../../late-read.ts';

/** Which figures are asked for: the window as it was typed, and what the groups after the first one are of. */
export type MetricsAsked = { window: string; by: Grouping | undefined };

export const asked = slice<MetricsAsked>('metrics asked', { window: '30d', by: undefined });

/** The figures, each adoption beside quality. */
export const metrics = lateRead<MetricsView>(
  'metrics',
  async (store, doing, state) => {
    // The first screen does not wait for what only this one uses.
    const { readMetrics } = await import('../../../../app/metrics/read-metrics.ts');
    const { window, by } = asked.of(state);
    const now = doing.world().now();
    return readMetrics(store, { window: parseWindow(window, now), by, now });
  },
  (state) => Object.values(asked.of(state)).join(' '),
);

/** What was read, if it was. */
export const viewIn = (state: State): MetricsView | undefined => metrics.of(state).value;
