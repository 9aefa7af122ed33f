import { listMetrics, recordMetric } from '../../app/metrics/record-metric.ts';
import { parseMetricNumber, parseSampleSize } from '../../domain/rollout/metric-value.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderMetrics } from '../../report/rollout/metrics.ts';
import { arg, readArg, readFlag, requiredFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';
import { fetchFigures } from './fetch.ts';
import { importFigures } from './import.ts';
import { definitions, exporting, show } from './show.ts';

const list = subcommand({
  name: 'list',
  summary: 'the newest value of each metric that is evidence',
  run: (_, { read }) => read(listMetrics),
  text: renderMetrics,
  json: (metrics) => jsonDocument('metrics', { metrics }),
});

const record = subcommand({
  name: 'record',
  summary: 'record a value as evidence',
  args: {
    metric: arg('<metric>', 'its name, such as verified-change-rate'),
    value: readArg('<value>', 'the number', parseMetricNumber),
  },
  flags: {
    unit: requiredFlag('--unit <unit>', 'what it counts, such as % or people'),
    window: requiredFlag('--window <window>', 'the time it covers, such as 2026-11 or 7d'),
    source: requiredFlag('--source <source>', 'where it comes from'),
    n: readFlag('-n, --n <count>', 'the size of the sample', parseSampleSize),
  },
  run: ({ metric, value, unit, window, source, n = null }, { world, record }) =>
    record((store) => recordMetric(world, store, { metric, value, unit, window, source, n })),
  text: ({ metric, value, unit, window }) => `Recorded ${metric}: ${value} ${unit} (${window}).\n`,
  json: (recorded) => jsonDocument('metric', recorded),
});

export const define = group({
  subcommands: [show, exporting, definitions, list, record, importFigures, fetchFigures],
  examples: [
    [
      'codex-cockpit metric record verified-change-rate 87 --unit % --n 120 --window 2026-11 --source "CI of team A"',
      'a value with unit, sample size, window and source',
    ],
    ['codex-cockpit metric', 'quality and adoption of the last 30 days'],
  ],
});
