import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { daysBetween, shiftDay, windowBefore } from '../days.ts';
import type { MetricId } from '../metric-set.ts';
import type { Scope, Window } from '../view.ts';
import type { ChangeKind, ChangeOutcome, RefType } from './change-words.ts';
import { type Due, dueOn, nextDue } from './due.ts';
import type { LoopBody, LoopEntry, Recorded } from './question.ts';
import { recorded } from './question.ts';

/** A change of how the team works that is tied to one signal: a metric of a scope. */
export type Change = {
  id: string;
  metric: MetricId;
  scope: Scope;
  kind: ChangeKind;
  ref: { type: RefType; text: string };
  expect: 'up' | 'down';
  /** By how much the metric has to move: in its unit, or in percent of what it was before. */
  by: { amount: number; in: 'unit' | 'percent' };
  /** The first day of the change, and the day on which it is judged. */
  since: string;
  reviewOn: string;
  reason: string;
  tied: Recorded;
  /** The newest judgement. */
  judged: (Recorded & Omit<LoopBody<'change.judged'>, 'v' | 'change' | 'role'>) | undefined;
  closed: (Recorded & { outcome: ChangeOutcome; reason: string }) | undefined;
  /** When it is to be judged; undefined once it was judged or closed. */
  due: Due | undefined;
};

/** Derives the changes from the entries about them, oldest first; the newest change comes first. */
export function deriveChanges(entries: readonly LoopEntry[], now: Date): readonly Change[] {
  const changes = new Map<string, Change>();
  for (const entry of entries) {
    const { kind, body } = entry.event;
    if (kind === 'change.tied') changes.set(body.change, begin(entry, body, now));
    else if (kind === 'change.judged') {
      const change = changes.get(body.change);
      const { v: _, change: id, role, ...judgement } = body;
      if (change)
        changes.set(id, { ...change, judged: { ...recorded(entry, role), ...judgement }, due: undefined });
    } else if (kind === 'change.closed') {
      const change = changes.get(body.change);
      const { outcome, reason, role } = body;
      const closed = { ...recorded(entry, role), outcome, reason };
      if (change) changes.set(body.change, { ...change, closed, due: undefined });
    }
  }
  return [...changes.values()].reverse();
}

function begin(entry: LoopEntry, body: LoopBody<'change.tied'>, now: Date): Change {
  const { change: id, metric, scope, kind, ref, expect, by, since, review_on, reason, role } = body;
  const { team, cost_centre, repository, surface } = scope;
  return {
    ...{ id, metric, kind, ref, expect, by, since, reason },
    scope: {
      team: team ?? undefined,
      costCentre: cost_centre ?? undefined,
      repository: repository ?? undefined,
      surface: surface ?? undefined,
    },
    reviewOn: review_on,
    tied: recorded(entry, role),
    judged: undefined,
    closed: undefined,
    due: dueOn(review_on, now),
  };
}

/** The days before a change and those after it: equally many. */
export function windowsOf({ since, reviewOn }: Pick<Change, 'since' | 'reviewOn'>): {
  before: Window;
  after: Window;
} {
  const after = { from: since, to: shiftDay(reviewOn, -1) };
  return { before: windowBefore(after), after };
}

/** The longest time between a change and its judgement, in days. */
const mostReviewDays = 366;

/**
 * Makes sure that there are days to compare between a change and its judgement.
 *
 * @throws UsageError when there are none, or more than a year of them
 */
export function requireReviewDays(since: string, reviewOn: string): void {
  const days = daysBetween(since, reviewOn);
  if (days < 1)
    throw new UsageError(
      `the change begins on ${since} and cannot be judged on ${reviewOn}`,
      'Name a later day: --review-on 14d, or an earlier beginning: --since 2026-11-01.',
    );
  if (days > mostReviewDays)
    throw new UsageError(
      `${days} days lie between the change and its judgement; the most is ${mostReviewDays}`,
    );
}

/**
 * The weekly review of charts: it is due a week after somebody last tied a change to a signal, or said that none is
 * needed; the first time a week after the first figures.
 *
 * @param since when the first figures were recorded, RFC 3339; without figures nothing is due
 */
export function chartReviewDue(
  entries: readonly LoopEntry[],
  { since, now }: { since: string | undefined; now: Date },
): Due | undefined {
  if (since === undefined) return undefined;
  const last = entries.findLast(
    ({ event }) => event.kind === 'change.tied' || event.kind === 'change.not-needed',
  );
  return dueOn(nextDue((last?.at ?? since).slice(0, 10), 'week'), now);
}

/**
 * Finds a change by its id.
 *
 * @throws UsageError when there is none
 */
export function findChange(changes: readonly Change[], asked: string): Change {
  const id = cleanLine(asked);
  const found = changes.find((change) => change.id === id);
  if (found) return found;
  throw new UsageError(`there is no change "${id}"`, 'codex-cockpit change list --all names them.');
}

/**
 * Reads by how much a metric has to move: `5` in its unit, `10%` of what it was.
 *
 * @throws UsageError for anything else, and for a negative number
 */
export function parseMove(text: string): Change['by'] {
  const asked = cleanLine(text);
  const match = /^(\d{1,9}(?:\.\d{1,6})?)(%?)$/.exec(asked);
  if (match) return { amount: Number(match[1]), in: match[2] === '%' ? 'percent' : 'unit' };
  throw new UsageError(
    `"${asked}" is not how much a metric moves`,
    'Write 5 for five of its unit, or 10% of what it was before. The direction is --expect.',
  );
}

/** What a reference points to; an id of an artifact is known by the artifacts there are. */
export function refTypeOf(ref: string, artifacts: readonly string[]): RefType {
  if (artifacts.includes(ref)) return 'artifact';
  if (/^https?:\/\//i.test(ref)) return 'url';
  return /^[0-9a-f]{7,64}$/.test(ref) ? 'commit' : 'file';
}
