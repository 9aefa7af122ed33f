import { UsageError } from '../../domain/base/errors.ts';
import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import { type MetricValue, requireMetricPart } from '../../domain/rollout/metric-value.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { Store } from '../../store/connection/open.ts';
import type { Views } from '../../store/views/views.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';

/**
 * Records the value of a metric as evidence.
 *
 * @throws UsageError when a part of it is empty or the value is no number
 * @throws RefusedError without the role
 */
export async function recordMetric(world: World, store: Store, given: MetricValue): Promise<MetricValue> {
  const actor = await actingPerson(world);
  const value: MetricValue = {
    metric: requireMetricPart('name', given.metric),
    value: given.value,
    unit: requireMetricPart('unit', given.unit),
    n: given.n,
    window: requireMetricPart('window', given.window),
    source: requireMetricPart('source', given.source),
  };
  if (!Number.isFinite(value.value)) throw new UsageError('the value of a metric must be a number');
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    await authorize(views, actor, 'record a metric');
    const event = { kind: 'metric.recorded' as const, body: { v: 1 as const, ...value } };
    return [{ actor, subject: `metric/${value.metric}`, event }];
  });
  return value;
}

/** The newest value of each metric, as evidence. */
export async function listMetrics(
  views: Pick<Views, 'evidence'> | undefined,
): Promise<readonly RecordedEvidence[]> {
  const evidence = (await views?.evidence()) ?? [];
  return evidence
    .filter(({ kind }) => kind === 'metric')
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}
