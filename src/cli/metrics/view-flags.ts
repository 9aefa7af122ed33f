import type { MetricsRequest } from '../../app/metrics/read-metrics.ts';
import { parseWindow } from '../../domain/metrics/days.ts';
import { METRICS, type MetricId } from '../../domain/metrics/metric-set.ts';
import { GROUPINGS, type Grouping } from '../../domain/metrics/scope.ts';
import { choiceFlag, flag } from '../program/flags.ts';

/** The flags that choose which figures are shown. */
export const viewFlags = {
  window: flag('--window <window>', 'the days: 30d, 2026-10, 2026-Q3 or FROM..TO (default: 30d)'),
  by: choiceFlag('--by <what>', 'a group for each of them', GROUPINGS),
  team: flag('--team <team>', 'only of that team; "" for the people without one'),
  costCentre: flag('--cost-centre <name>', 'only of that cost centre'),
  repository: flag('--repository <name>', 'only in that repository: its address, or its name'),
  surface: flag('--surface <name>', 'only that surface, such as cli or ide'),
  metric: choiceFlag('--metric <id>', 'only that metric', Object.keys(METRICS) as MetricId[]),
};

type Given = {
  window: string | undefined;
  by: Grouping | undefined;
  team: string | undefined;
  costCentre: string | undefined;
  repository: string | undefined;
  surface: string | undefined;
};

/** @throws UsageError when the window cannot be read */
export function readRequest(
  { window, by, team, costCentre, repository, surface }: Given,
  now: Date,
): MetricsRequest {
  const scope = { team, costCentre, repository, surface };
  return { now, scope, by, window: window === undefined ? undefined : parseWindow(window, now) };
}
