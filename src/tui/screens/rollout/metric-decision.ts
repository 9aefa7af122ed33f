import { recordMetric as record } from '../../../app/metrics/record-metric.ts';
import {
  type MetricValue,
  parseMetricNumber,
  parseSampleSize,
  requireMetricPart,
  unitOf,
} from '../../../domain/metrics/metric-value.ts';
import { decision, fill } from '../../shell/decision.ts';
import { withoutRole } from '../../shell/guards.ts';
import type { State } from '../../shell/state.ts';
import { selectedItem } from './rows.ts';

const metricsOf = (items: NonNullable<State['status']>['phases'][number]['items']) =>
  items.flatMap(({ item }) => item.requirements.flatMap(({ kind, key }) => (kind === 'metric' ? [key] : [])));

/** Every metric that an item asks for. */
function wantedMetrics({ status }: State): readonly string[] {
  return [...new Set((status?.phases ?? []).flatMap(({ items }) => metricsOf(items)))].sort();
}

/** This month and the one before as windows, then usual lengths of time. */
function windows(now: Date): readonly string[] {
  const month = (back: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7);
  return [month(0), month(1), '7d', '30d', '90d'];
}

/** Records the value of a metric; `about` is the metric. */
export const recordMetric = decision<MetricValue>({
  command: 'record-metric',
  keys: ['m'],
  description: 'record the value of a metric by hand',
  alsoOn: ['turn'],
  disabled: withoutRole('record a metric'),
  about: (state) => {
    const selected = selectedItem(state);
    return (selected && metricsOf([selected])[0]) ?? '';
  },
  form: {
    title: () => 'Record the value of a metric',
    fields: (metric, state) => [
      {
        label: 'Metric',
        value: metric,
        choices: wantedMetrics(state),
        required: 'a metric needs a name, such as verified-change-rate',
      },
      { label: 'Value', value: '', required: 'give its value, a number' },
      {
        label: 'Unit',
        value: unitOf(metric) ?? '',
        choices: ['%', 'people', 'changes', 'hours'],
        required: 'a metric needs a unit, such as % or people',
      },
      {
        label: 'Window',
        value: windows(state.now)[0] ?? '',
        choices: windows(state.now),
        required: 'a metric needs a window: the time it covers, such as 2026-11 or 7d',
      },
      { label: 'Source', value: '', required: 'a metric needs a source, such as "CI of team A"' },
      { label: 'Sample (optional)', value: '' },
    ],
    read: ([metric = '', value = '', unit = '', window = '', source = '', sample = '']) =>
      fill((at) => ({
        metric: at(0, () => requireMetricPart('name', metric)),
        value: at(1, () => parseMetricNumber(value)),
        unit: at(2, () => requireMetricPart('unit', unit)),
        window: at(3, () => requireMetricPart('window', window)),
        source: at(4, () => requireMetricPart('source', source)),
        n: at(5, () => parseSampleSize(sample)),
      })),
  },
  confirmation: ({ metric, value, unit, n, window, source }, { me }) => ({
    question: `Record ${metric}: ${value} ${unit}?`,
    records: [
      `metric.recorded: ${metric} ${value} ${unit} for ${window}${n === null ? '' : `, n ${n}`}`,
      `source "${source}", by ${me?.email ?? ''}`,
    ],
  }),
  run: async (doing, input) => {
    const { metric, value, unit } = await record(doing.world(), await doing.writable(), input);
    return `recorded ${metric}: ${value} ${unit}`;
  },
});
