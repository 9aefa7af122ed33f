import { METRICS, type MetricId } from '../metric-set.ts';
import type { MetricsView } from '../view.ts';

/**
 * The view of one metric. One of adoption keeps the quality that it stands beside; one of quality needs no adoption.
 */
export function viewOfMetric({ window, groups }: MetricsView, metric: MetricId): MetricsView {
  const isQuality = METRICS[metric].side === 'quality';
  return {
    window,
    groups: groups.map((group) => {
      if (group.type === 'withheld')
        return { ...group, metrics: group.metrics.filter((one) => one === metric) };
      return isQuality
        ? { ...group, quality: group.quality.filter((one) => one.metric === metric), adoption: [] }
        : { ...group, adoption: group.adoption.filter((one) => one.metric === metric) };
    }),
  };
}
