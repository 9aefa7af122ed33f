import { daysBetween, today } from '../days.ts';
import type { MetricId } from '../metric-set.ts';
import { RepositoryNames } from '../repository-names.ts';
import type { Figure, MetricsView, Scope } from '../view.ts';
import type { Change } from './change.ts';

/** A chart that somebody could look at: a metric of a scope, with its value and the one of the window before. */
type Signal = { metric: MetricId; scope: Scope; value: number | null; before: number | null };

/** After so many days a signal that led to no change is noise. */
const REVIEW_PERIOD_DAYS = 90;

/** What is known of the time in which a signal could have changed something. */
type ReviewPeriod = {
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

/** A view whose figures say which of them are noise. */
export function markNoise(view: MetricsView, period: ReviewPeriod): MetricsView {
  return {
    ...view,
    groups: view.groups.map((group) => {
      if (group.type === 'withheld') return group;
      const mark = <F extends Figure>(figure: F): F =>
        isNoise({ ...figure, scope: group.scope }, period) ? { ...figure, noise: true } : figure;
      return { ...group, quality: group.quality.map(mark), adoption: group.adoption.map(mark) };
    }),
  };
}

/** Whether a scope is another one or a part of it. */
function isWithin(part: Scope, whole: Scope): boolean {
  const isSame = (name: 'team' | 'costCentre' | 'surface') =>
    whole[name] === undefined || whole[name] === part[name];
  return isSame('team') && isSame('costCentre') && isSame('surface') && isInRepository(part, whole);
}

/** People write `shop` for a repository whose rows have its address. */
function isInRepository({ repository: part }: Scope, { repository: whole }: Scope): boolean {
  if (whole === undefined) return true;
  if (part === undefined) return false;
  const names = new RepositoryNames([part, whole]);
  return names.nameOf(part) === names.nameOf(whole);
}
