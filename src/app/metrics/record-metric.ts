import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import { bodiesOf } from '../../domain/history/entry/event.ts';
import { overlaps } from '../../domain/metrics/days.ts';
import type { Quality } from '../../domain/metrics/metric-set.ts';
import { type MetricValue, readMetricValue, type StatedMetric } from '../../domain/metrics/metric-value.ts';
import { repositoryName } from '../../domain/metrics/repository-names.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { Store } from '../../store/connection/open.ts';
import type { Views } from '../../store/views/views.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { readQuality } from './quality/read-quality.ts';

/**
 * Records what a person states of a metric: evidence for items, and a figure when it is a metric of quality.
 *
 * @throws UsageError when a part of it is empty or does not fit the metric
 * @throws RefusedError without the role
 */
export async function recordMetric(world: World, store: Store, given: MetricValue): Promise<StatedMetric> {
  const actor = await actingPerson(world);
  const stated = readMetricValue(given, world.now());
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    await authorize(views, actor, 'record a metric');
    const event = { kind: 'metric.recorded' as const, body: { v: 2 as const, ...stated } };
    return [{ actor, subject: `metric/${stated.metric}`, event }];
  });
  return stated;
}

/**
 * The newest value of each metric, as evidence. The number of one of adoption is in it only when there is quality of the
 * same scope and some of the same days, stated by hand or known otherwise.
 */
export async function listMetrics(views: Views | undefined): Promise<readonly RecordedEvidence[]> {
  if (!views) return [];
  const evidence = (await views.evidence()).filter(({ kind }) => kind === 'metric');
  const entries = bodiesOf(await views.entriesOfKind('metric.recorded'), 'metric.recorded');
  const bodies = new Map(entries.map(({ seq, body }) => [seq, body]));
  const stated = evidence.flatMap(({ seq }) => bodies.get(seq) ?? []);
  const isAdoption = ({ seq }: RecordedEvidence) => bodies.get(seq)?.side === 'adoption';
  const rows = evidence.some(isAdoption) ? await readQuality(views) : [];
  const shown = evidence.map((one) => {
    const body = bodies.get(one.seq);
    if (body?.side !== 'adoption') return one;
    const { value, unit, window, source } = body;
    const isBeside =
      stated.some((other) => standsBeside(body, other)) || rows.some((row) => isOfSameScope(body, row));
    return isBeside
      ? { ...one, summary: `${value} ${unit} (${window}, ${source})` }
      : { ...one, summary: `withheld: no metric of quality of ${window} is recorded beside it (${source})` };
  });
  return shown.sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** Whether a number of quality was stated of the same team and repository and some of the same days. */
function standsBeside(adoption: StatedMetric, quality: StatedMetric): boolean {
  const { side, team, repository, from, to } = quality;
  if (side !== 'quality' || team !== adoption.team || repository !== adoption.repository) return false;
  if (from === null || to === null || adoption.from === null || adoption.to === null)
    return quality.window === adoption.window;
  return overlaps({ from, to }, { from: adoption.from, to: adoption.to });
}

/** Whether a row of quality is in the scope of what was stated, as the rule of pairing has it. */
function isOfSameScope({ team, repository, from, to }: StatedMetric, row: Quality): boolean {
  if (from === null || to === null || !overlaps(row, { from, to })) return false;
  if (team !== '' && row.team !== team) return false;
  return repository === '' || repositoryName(row.repository) === repositoryName(repository);
}
