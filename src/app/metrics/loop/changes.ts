import { RefusedError, UsageError } from '../../../domain/base/errors.ts';
import { redact } from '../../../domain/base/redact/redact.ts';
import { requireReason } from '../../../domain/base/require-reason.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { isDay, today } from '../../../domain/metrics/days.ts';
import {
  type Change,
  chartReviewDue,
  deriveChanges,
  findChange,
  parseMove,
  refTypeOf,
  requireReviewDays,
} from '../../../domain/metrics/loop/change.ts';
import type { ChangeKind, ChangeOutcome } from '../../../domain/metrics/loop/change-words.ts';
import { type Due, parseDueDay } from '../../../domain/metrics/loop/due.ts';
import type { MetricId } from '../../../domain/metrics/metric-set.ts';
import { withoutCredentials } from '../../../domain/metrics/repository-names.ts';
import type { Scope } from '../../../domain/metrics/view.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { Views } from '../../../store/views/views.ts';
import { loadArtifactKinds } from '../../artifacts/load-artifact-kinds.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';

type LoopReading = Pick<Views, 'loopEntries' | 'firstFigures'>;

/** The changes that are tied to signals, newest first, and when the charts are reviewed next. */
export type Changes = {
  changes: readonly Change[];
  /** Undefined while there are no figures. */
  chartReview: Due | undefined;
};

/** Reads the changes; of a history without any there are none. */
export async function readChanges(
  { now }: Pick<World, 'now'>,
  views: LoopReading | undefined,
): Promise<Changes> {
  const [entries = [], since] = await Promise.all([views?.loopEntries(), views?.firstFigures()]);
  return {
    changes: deriveChanges(entries, now()),
    chartReview: chartReviewDue(entries, { since, now: now() }),
  };
}

/** A change to be tied to a signal. */
export type AskedChange = {
  metric: MetricId;
  scope: Scope;
  kind: ChangeKind;
  /** An artifact, a file, a commit or an address. */
  ref: string;
  expect: 'up' | 'down';
  /** `5` in the unit of the metric, or `10%` of what it was. */
  by: string;
  /** The first day of the change, in UTC; today when undefined. */
  since?: string | undefined;
  /** When it is judged: `2026-12-01` or `14d` from today. */
  reviewOn: string;
  reason: string;
};

/**
 * Ties a change to one signal, to be judged by it later.
 *
 * @throws UsageError without a reason or a reference, for days or an amount that cannot be read
 * @throws RefusedError without a role
 */
export async function tieChange(world: World, store: Store, asked: AskedChange): Promise<Change> {
  const actor = await actingPerson(world);
  const reason = requireReason(asked.reason);
  const ref = withoutSecrets(asked.ref);
  if (ref === '')
    throw new UsageError(
      'a change needs a reference',
      'Name an artifact, a file, a commit or an address: --ref REF',
    );
  const by = parseMove(asked.by);
  const since = asked.since === undefined ? today(world.now()) : cleanLine(asked.since);
  if (!isDay(since)) throw new UsageError(`"${since}" is not a day`, 'Write it as 2026-11-20.');
  const reviewOn = parseDueDay(asked.reviewOn, world.now());
  requireReviewDays(since, reviewOn);
  const artifacts = (await loadArtifactKinds(world)).map(({ id }) => id);
  const { team, costCentre, repository, surface } = asked.scope;
  let id = '';
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const role = await authorize(views, actor, 'tie a change to a signal');
    id = `c${deriveChanges(await views.loopEntries(), world.now()).length + 1}`;
    const body = {
      ...{ v: 1 as const, change: id, metric: asked.metric, kind: asked.kind },
      scope: {
        team: named(team),
        cost_centre: named(costCentre),
        repository: named(repository === undefined ? undefined : withoutCredentials(repository)),
        surface: named(surface),
      },
      ref: { type: refTypeOf(ref, artifacts), text: ref },
      ...{ expect: asked.expect, by, since, review_on: reviewOn, reason, role },
    };
    return [{ actor, subject: `change/${id}`, event: { kind: 'change.tied' as const, body } }];
  });
  return findChange((await readChanges(world, store)).changes, id);
}

/**
 * Records that a person looked at the charts and that nothing has to change; the next review is due a week later.
 *
 * @throws UsageError without a reason
 * @throws RefusedError without a role
 */
export async function leaveUnchanged(world: World, store: Store, given: string): Promise<Changes> {
  const actor = await actingPerson(world);
  const reason = requireReason(given);
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const role = await authorize(views, actor, 'tie a change to a signal');
    const event = { kind: 'change.not-needed' as const, body: { v: 1 as const, reason, role } };
    return [{ actor, subject: 'change', event }];
  });
  return readChanges(world, store);
}

/**
 * Closes a change: what becomes of it. It was judged before, unless it is abandoned.
 *
 * @throws UsageError for an unknown change, or without a reason
 * @throws RefusedError when it is closed already, when nobody has judged it, or without a role
 */
export async function closeChange(
  world: World,
  store: Store,
  asked: { change: string; outcome: ChangeOutcome; reason: string },
): Promise<Change> {
  const actor = await actingPerson(world);
  const reason = requireReason(asked.reason);
  let id = '';
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const role = await authorize(views, actor, 'tie a change to a signal');
    const change = await findOpenChange(world, views, asked.change);
    ({ id } = change);
    if (!change.judged && asked.outcome !== 'abandon')
      throw new RefusedError(
        `nobody has judged ${id} yet`,
        `Judge it from ${change.reviewOn} on: codex-cockpit change judge ${id}. Or give it up: --outcome abandon`,
      );
    const body = { v: 1 as const, change: id, outcome: asked.outcome, reason, role };
    return [{ actor, subject: `change/${id}`, event: { kind: 'change.closed' as const, body } }];
  });
  return findChange((await readChanges(world, store)).changes, id);
}

/**
 * A change that is not closed.
 *
 * @throws UsageError for an unknown one
 * @throws RefusedError for a closed one
 */
export async function findOpenChange(
  world: Pick<World, 'now'>,
  views: LoopReading,
  asked: string,
): Promise<Change> {
  const change = findChange((await readChanges(world, views)).changes, asked);
  if (!change.closed) return change;
  const { by, at, outcome } = change.closed;
  throw new RefusedError(
    `${change.id} was closed by ${cleanLine(by)} on ${at.slice(0, 10)}: ${outcome}`,
    'Tie a new change to the signal: codex-cockpit change tie',
  );
}

/** What stands for a part of a scope in an entry; an empty name is what belongs to none. */
function named(part: string | undefined): string | null {
  return part === undefined ? null : cleanLine(part);
}

/** A reference as it may be recorded: without the user of an address, and without what looks like a secret. */
function withoutSecrets(ref: string): string {
  return redact(cleanLine(ref).replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1'));
}
