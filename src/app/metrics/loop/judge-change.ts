import { RefusedError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { type Change, findChange, windowsOf } from '../../../domain/metrics/loop/change.ts';
import { type Judgement, judgeMove, type Side } from '../../../domain/metrics/loop/judge-change.ts';
import {
  METRIC_IDS,
  METRICS,
  type MetricId,
  type QualityMetric,
} from '../../../domain/metrics/metric-set.ts';
import type { Figure, Paired, Window, Withheld } from '../../../domain/metrics/view.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { Views } from '../../../store/views/views.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';
import { readMetrics } from '../read-metrics.ts';
import { findOpenChange, readChanges } from './changes.ts';

/** A change with what the figures say about it. */
export type JudgedChange = Judgement & {
  change: Change;
  before: Side;
  after: Side;
  /** Quality of the same scope and windows, beside a metric of adoption; empty for a metric of quality. */
  beside: readonly { metric: QualityMetric; before: number | null; after: number | null }[];
};

/**
 * Compares the metric of a change over the days before it with the days after it. Nothing is recorded.
 *
 * @throws UsageError for an unknown change
 * @throws RefusedError for a closed one, and before the day on which it is judged
 */
export async function compareChange(world: World, views: Views, asked: string): Promise<JudgedChange> {
  const change = await findOpenChange(world, views, asked);
  const now = world.now();
  if (now.toISOString().slice(0, 10) < change.reviewOn)
    throw new RefusedError(
      `${change.id} is judged on ${change.reviewOn}: until then its days are not over`,
      'Look at the metric until then: codex-cockpit metric show',
    );
  const { metric, scope } = change;
  const windows = windowsOf(change);
  const [before, after] = await Promise.all(
    [windows.before, windows.after].map(async (window) => {
      const [group] = (await readMetrics(views, { window, scope, now })).groups;
      return { window, group };
    }),
  );
  const sides = { before: sideOf(metric, before), after: sideOf(metric, after) };
  return {
    change,
    ...sides,
    ...judgeMove(change, sides),
    beside: METRICS[metric].side === 'adoption' ? qualityBeside(before?.group, after?.group) : [],
  };
}

/**
 * Records what the figures say about a change, as a person confirms it.
 *
 * @param note what the person adds to it
 * @throws RefusedError before the day on which it is judged, for a closed change, or without a role
 */
export async function judgeChange(
  world: World,
  store: Store,
  asked: { change: string; note?: string | undefined },
): Promise<JudgedChange> {
  const actor = await actingPerson(world);
  const judged = await compareChange(world, store, asked.change);
  const { id } = judged.change;
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const role = await authorize(views, actor, 'tie a change to a signal');
    await findOpenChange(world, views, id);
    const { verdict, moved, needed, why, beside } = judged;
    const body = {
      ...{ v: 1 as const, change: id, verdict, moved, needed, why, role },
      before: sideBody(judged.before),
      after: sideBody(judged.after),
      beside: [...beside],
      note: cleanLine(asked.note ?? '') || null,
    };
    return [{ actor, subject: `change/${id}`, event: { kind: 'change.judged' as const, body } }];
  });
  return { ...judged, change: findChange((await readChanges(world, store)).changes, id) };
}

type Group = { window: Window; group: Paired | Withheld | undefined } | undefined;

/** A metric of a group; of a group whose adoption is withheld no value of it, and the reason. */
function sideOf(metric: MetricId, found: Group): Side {
  const window = found?.window ?? { from: '', to: '' };
  const none = {
    value: null,
    n: null,
    grade: 'missing',
    source: undefined,
    lagDays: 0,
    entries: [],
  } as const;
  const group = found?.group;
  if (group?.type !== 'paired')
    return { window, ...none, withheld: METRICS[metric].side === 'adoption' ? group?.missing : undefined };
  const figures: readonly Figure[] = [...group.quality, ...group.adoption];
  const figure = figures.find((one) => one.metric === metric);
  if (!figure) return { window, ...none, withheld: undefined };
  const { value, n, grade, source, lagDays, entries } = figure;
  return { window, value, n, grade, source, lagDays, entries: entries.shown, withheld: undefined };
}

function sideBody({ window, value, n, grade, source, entries }: Side) {
  return { window, value, n, grade, source: source ?? null, entries: [...entries] };
}

function qualityBeside(
  before: Paired | Withheld | undefined,
  after: Paired | Withheld | undefined,
): JudgedChange['beside'] {
  const valueIn = (group: Paired | Withheld | undefined, metric: QualityMetric) =>
    group?.type === 'paired' ? (group.quality.find((one) => one.metric === metric)?.value ?? null) : null;
  return METRIC_IDS.flatMap((id) => {
    if (METRICS[id].side !== 'quality') return [];
    const metric = id as QualityMetric;
    const values = { before: valueIn(before, metric), after: valueIn(after, metric) };
    return values.before === null && values.after === null ? [] : [{ metric, ...values }];
  });
}
