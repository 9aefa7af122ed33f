import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { parseWindow } from '../../../../domain/metrics/days.ts';
import { METRICS, type MetricId } from '../../../../domain/metrics/metric-set.ts';
import type { MetricValue } from '../../../../domain/metrics/metric-value.ts';
import {
  parseMetricNumber,
  parseSampleSize,
  readMetricValue,
  unitOf,
} from '../../../../domain/metrics/metric-value.ts';
import { metricOf } from '../../../../report/metrics/figure.ts';
import { atField, decision, fill, oneOf, required } from '../../../shell/decision.ts';
import { withoutRole } from '../../../shell/guards.ts';
import type { State } from '../../../shell/state.ts';
import { asked } from './read.ts';
import { selectedMetric } from './rows.ts';

const qualityIds = (Object.keys(METRICS) as MetricId[]).filter((id) => metricOf(id).side === 'quality');

const notes = Object.fromEntries(
  qualityIds.map((id) => [id, `${metricOf(id).unit}: ${metricOf(id).definition}`]),
);

const sides = ['quality', 'adoption'] as const;

const whichMetric = 'name a metric, such as defect-rate, or one of your own';

/** What a new figure is most likely about: the selected metric of quality, and the group of the selected row. */
function suggested(state: State) {
  const row = selectedMetric(state);
  const id = row?.type === 'figure' ? row.figure.metric : undefined;
  return {
    metric: id !== undefined && metricOf(id).side === 'quality' ? id : '',
    team: row?.group.scope.team ?? '',
    repository: row?.group.scope.repository ?? '',
  };
}

/** States a figure of quality by hand. */
export const addFigure = decision<MetricValue>({
  command: 'add-metric',
  keys: ['a'],
  description: 'enter a figure of quality by hand, or a metric of your own as evidence',
  footer: 'add figure',
  disabled: withoutRole('record a metric'),
  form: {
    title: () => 'Enter a figure',
    fields: (_, state) => {
      const { metric, team, repository } = suggested(state);
      return [
        { label: 'Metric', value: metric, choices: qualityIds, notes, required: whichMetric },
        { label: 'Value', value: '', required: 'enter a number, such as 5 or 0.5' },
        { label: 'Measured on (n)', value: '' },
        {
          label: 'Window',
          value: asked.of(state).window,
          required: 'name the days: 2026-11, 7d or from..to',
        },
        { label: 'Source', value: '', required: 'say where it comes from, such as "CI of team A"' },
        { label: 'Team (everybody)', value: team },
        { label: 'Repository (all)', value: repository },
        { label: 'Unit (of its own)', value: '' },
        { label: 'Side (by its name)', value: '', choices: sides },
      ];
    },
    read: (
      [
        metric = '',
        value = '',
        n = '',
        window = '',
        source = '',
        team = '',
        repository = '',
        unit = '',
        side = '',
      ],
      _,
      state,
    ) =>
      fill((at) => {
        const given: MetricValue = {
          metric: at(0, () => required(metric, whichMetric)),
          value: at(1, () => parseMetricNumber(value)),
          n: at(2, () => parseSampleSize(n)),
          ...{ window, source, unit, team: team || undefined, repository: repository || undefined },
          side: side === '' ? undefined : at(8, () => oneOf(sides, side)),
        };
        const field = unitOf(metric) === undefined && unit === '' ? 7 : 1;
        at(3, () => parseWindow(window, state.now));
        atField(field, () => readMetricValue(given, state.now));
        return given;
      }),
  },
  confirmation: (given) => ({
    question: `Record ${cleanLine(given.metric)} of ${cleanLine(given.window)}?`,
    records: [`metric.recorded: ${describeGiven(given)}`],
    follows: ['It replaces what was stated by hand of the same metric, team, repository and days.'],
  }),
  run: async (doing, given) => {
    const { recordMetric } = await import('../../../../app/metrics/record-metric.ts');
    const stated = await recordMetric(doing.world(), await doing.writable(), given);
    return cleanLine(`recorded ${stated.metric}: ${stated.value} ${stated.unit} (${stated.window})`);
  },
});

function describeGiven({ metric, value, unit, n, window, source, team, repository }: MetricValue): string {
  const of = [
    n === null ? [] : `n ${n}`,
    team === undefined ? [] : `team ${team}`,
    repository === undefined ? [] : `repository ${repository}`,
    `from "${source}"`,
  ].flat();
  return cleanLine(`${metric} ${value} ${unit || (unitOf(metric) ?? '')}, ${window}, ${of.join(', ')}`);
}
