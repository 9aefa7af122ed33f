import { listMetrics, recordMetric } from '../../app/metrics/record-metric.ts';
import { parseMetricNumber, parseSampleSize } from '../../domain/metrics/metric-value.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderMetrics } from '../../report/rollout/metrics.ts';
import { arg, choiceFlag, flag, readArg, readFlag, requiredFlag } from '../program/flags.ts';
import { action } from '../program/subcommand.ts';

/** `metric list` */
export const list = action({
  run: (_, { read }) => read(listMetrics),
  text: renderMetrics,
  json: (metrics) => jsonDocument('metrics', { metrics }),
});

/** `metric add` */
export const add = action({
  args: {
    metric: arg('<metric>', 'a metric (codex-cockpit metric definitions), or a name of your own'),
    value: readArg('<value>', 'the number', parseMetricNumber),
  },
  flags: {
    unit: flag('--unit <unit>', 'what it counts, such as % or people; a metric of the set has its own'),
    window: requiredFlag('--window <window>', 'the days it covers: 2026-11, 7d or FROM..TO'),
    source: requiredFlag('--source <source>', 'where it comes from'),
    n: readFlag('-n, --n <count>', 'the size of the sample', parseSampleSize),
    team: flag('--team <team>', 'of which team it is (default: everybody)'),
    repository: flag('--repository <name>', 'of which repository it is (default: all)'),
    side: choiceFlag('--side <side>', 'of a name of your own: quality, or adoption', ['quality', 'adoption']),
  },
  run: ({ metric, value, unit = '', window, source, n = null, team, repository, side }, { world, record }) =>
    record((store) =>
      recordMetric(world, store, { metric, value, unit, window, source, n, team, repository, side }),
    ),
  text: ({ metric, value, unit, window }) => `Recorded ${metric}: ${value} ${unit} (${window}).\n`,
  json: (recorded) => jsonDocument('metric', recorded),
  examples: [
    [
      'codex-cockpit metric add defect-rate 5 --n 40 --window 2026-11 --source "CI of team A" --team payments',
      'of 40 changes of the team payments, 2 caused a defect',
    ],
    ['codex-cockpit metric add incident-count 0 --window 7d --source "on-call log"', 'there was none'],
    [
      'codex-cockpit metric add verified-change-rate 87 --unit % --n 120 --window 2026-11 --source CI',
      'evidence for an item that asks for a name of your own',
    ],
  ],
});
