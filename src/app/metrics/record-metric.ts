import { UsageError } from '../../domain/base/errors.ts';
import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { EventBody } from '../../domain/history/entry/event.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { Store } from '../../store/connection/open.ts';
import type { Views } from '../../store/views/views.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';

/** A number with everything that makes it readable: unit, how many it was measured on, window, source. */
export type MetricValue = Omit<EventBody<'metric.recorded'>, 'v'>;

/**
 * Records the value of a metric as evidence.
 *
 * @throws UsageError when a part of it is empty or the value is no number
 * @throws RefusedError without the role
 */
export async function recordMetric(world: World, store: Store, given: MetricValue): Promise<MetricValue> {
  const actor = await actingPerson(world);
  const value: MetricValue = {
    metric: word('name', given.metric),
    value: given.value,
    unit: word('unit', given.unit),
    n: given.n,
    window: word('window', given.window),
    source: word('source', given.source),
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

function word(what: string, text: string): string {
  const cleaned = cleanLine(text);
  if (cleaned !== '') return cleaned;
  throw new UsageError(`a metric needs a ${what}`, `Give it with --${what}.`);
}
