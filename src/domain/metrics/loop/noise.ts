import { daysBetween, today } from '../days.ts';
import type { MetricId } from '../metric-set.ts';
import type { Scope } from '../view.ts';
import type { Change } from './change.ts';

/** A chart that somebody could look at: a metric of a scope, with its value and the one of the window before. */
export type Signal = { metric: MetricId; scope: Scope; value: number | null; before: number | null };

/** After so many days a signal that led to no change is noise. */
export const REVIEW_PERIOD_DAYS = 90;

/** What is known of the time in which a signal could have changed something. */
export type ReviewPeriod = {
  changes: readonly Pick<Change, 'metric' | 'scope' | 'tied'>[];
  /** When the first figures were recorded, RFC 3339; undefined without any. */
  since: string | undefined;
  now: Date;
  days?: number;
};

/**
 * Whether a signal changed nothing in its review period: figures are there for as long, and no change was tied to the
 * metric in it, of the same scope or of a part of it. A signal that is missing, or that has nothing before its window, is
 * too young to say.
 */
export function isNoise(
  { metric, scope, value, before }: Signal,
  { changes, since, now, days = REVIEW_PERIOD_DAYS }: ReviewPeriod,
): boolean {
  if (value === null || before === null || since === undefined) return false;
  const age = (at: string) => daysBetween(at.slice(0, 10), today(now));
  if (age(since) < days) return false;
  return !changes.some(
    (change) => change.metric === metric && isWithin(change.scope, scope) && age(change.tied.at) < days,
  );
}

/** Whether a scope is another one or a part of it. */
function isWithin(part: Scope, whole: Scope): boolean {
  return (['team', 'costCentre', 'repository', 'surface'] as const).every(
    (name) => whole[name] === undefined || whole[name] === part[name],
  );
}
