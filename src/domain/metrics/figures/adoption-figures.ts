import { ACTIVITY_SOURCES, type ActivitySource, type Measure, type RecordedActivity } from '../activity.ts';
import { dayNumber, earlier, later, overlaps, windowBefore } from '../days.ts';
import { type AdoptionMetric, METRICS } from '../metric-set.ts';
import type { Figure, Window } from '../view.ts';
import { roundOff, shownEntries } from './round-off.ts';
import type { Count, Tally } from './tally.ts';

/** What each source counted in one scope. */
export type Tallies = ReadonlyMap<ActivitySource, Tally>;

/** What the rows of each metric are added up by. */
export const measureOf = {
  sessions: 'sessions',
  turns: 'turns',
  'code-reviews': 'code_reviews',
  'tasks-started': 'tasks_started',
  'tasks-completed': 'tasks_completed',
  tokens: 'total_tokens',
  credits: 'credits',
  cost: 'cost_usd',
  'estimated-cost': 'estimated_cost_usd',
} as const satisfies Record<Exclude<AdoptionMetric, 'daily-users'>, Measure>;

/** A figure by one source. */
type Measured = {
  source: ActivitySource;
  /** Over a window; undefined where the source says nothing. */
  over: (window: Window) => number | undefined;
  isEstimated: (window: Window) => boolean;
  entries: ReadonlySet<number>;
  /** How many people were active in the window; null when the source names none. */
  people: number | null;
};

/** The window, its days or weeks, and of which days each source speaks. */
type Asked = { window: Window; points: readonly Window[]; spans: RecordedActivity['spans'] };

/**
 * Each figure of adoption in a scope. Nobody but `pair` may pass them on (pairing.ts).
 *
 * The first source of ACTIVITY_SOURCES that says something of the window is taken; sources are never added up.
 */
export function adoptionFigures(tallies: Tallies, asked: Asked): readonly Figure<AdoptionMetric>[] {
  const metrics = Object.entries(METRICS).flatMap(([id, { side }]) =>
    side === 'adoption' ? [id as AdoptionMetric] : [],
  );
  const sizes = new Map([...tallies].map(([source, tally]) => [source, peopleIn(tally, asked.window)]));
  return metrics.map((metric) => {
    const measured = ACTIVITY_SOURCES.flatMap((source): readonly Measured[] => {
      const tally = tallies.get(source);
      const found = tally && measure(metric, tally, asked.spans[source]);
      return found ? [{ ...found, source, people: sizes.get(source) ?? null }] : [];
    });
    return figureOf(metric, measured, asked);
  });
}

function figureOf(
  metric: AdoptionMetric,
  measured: readonly Measured[],
  { window, points, spans }: Asked,
): Figure<AdoptionMetric> {
  const { unit } = METRICS[metric];
  const [chosen, ...others] = measured.flatMap((one) => {
    const value = one.over(window);
    return value === undefined ? [] : [{ ...one, value: roundOff(value) }];
  });
  if (!chosen)
    return {
      ...{
        metric,
        value: null,
        unit,
        n: null,
        grade: 'missing',
        source: undefined,
        others: [],
        priorities: null,
      },
      ...{ entries: { shown: [], total: 0 }, lagDays: 0, before: null },
      series: points.map((point) => ({ ...point, value: null })),
    };
  const { source, value, over, entries, people } = chosen;
  const before = comparable(window, spans[source]);
  const orNull = (within: Window) => roundOff(over(within) ?? null);
  return {
    ...{ metric, value, unit, source, priorities: null },
    n: people,
    grade: chosen.isEstimated(window) ? 'estimated' : 'observed',
    others: others.map((one) => ({ source: one.source, value: one.value })),
    entries: shownEntries(entries),
    lagDays: Math.max(0, dayNumber(window.to) - dayNumber(spans[source]?.to ?? window.to)),
    series: points.map((point) => ({ ...point, value: orNull(point) })),
    before: before === undefined ? null : orNull(before),
  };
}

/**
 * The days before the window to compare it with: as many as are known of the window, so that days that are not in yet do
 * not look like a decline. Undefined unless the source speaks of all of them.
 */
function comparable(window: Window, span: Window | undefined): Window | undefined {
  if (!span || !overlaps(window, span)) return undefined;
  const known = { from: later(window.from, span.from), to: earlier(window.to, span.to) };
  const before = windowBefore(known);
  return known.from === window.from && before.from >= span.from ? before : undefined;
}

function measure(
  metric: AdoptionMetric,
  tally: Tally,
  span: Window | undefined,
): Omit<Measured, 'source' | 'people'> | undefined {
  if (metric !== 'daily-users') {
    const count = tally.counts.get(measureOf[metric]);
    return count && { entries: count.entries, ...summed(count, span) };
  }
  const { people, peopleEntries: entries } = tally;
  const isEstimated = () => false;
  if (people.size > 0) {
    const onDay = (day: number) => people.get(day)?.size;
    return { entries, isEstimated, over: (window) => meanOver(window, span, onDay) };
  }
  const counted = tally.counts.get('users');
  if (!counted || counted.stretches.length > 0) return undefined;
  const onDay = (day: number) => counted.days.get(day);
  return {
    ...{ isEstimated, entries: counted.entries },
    over: (window) => meanOver(window, span, onDay),
  };
}

function summed(count: Count, span: Window | undefined): Pick<Measured, 'over' | 'isEstimated'> {
  return {
    over(window) {
      const values = daysOf(window).map((day) => count.days.get(day));
      const known = values.filter((value) => value !== undefined);
      // Days on which a source that speaks of this measure says nothing had none of it.
      if (known.length === 0) return daysIn(window, span).length > 0 ? 0 : undefined;
      return known.reduce((sum, value) => sum + value, 0);
    },
    isEstimated(window) {
      const [first, last] = edges(window);
      const isCut = ([from, to]: [number, number]) =>
        from <= last && to >= first && (from < first || to > last);
      return count.stretches.some(isCut) || daysOf(window).some((day) => count.estimated.has(day));
    },
  };
}

/** The mean over the days of the window of which the source says something. */
function meanOver(
  window: Window,
  span: Window | undefined,
  onDay: (day: number) => number | undefined,
): number | undefined {
  const days = daysIn(window, span);
  if (days.length === 0) return undefined;
  return days.reduce((sum, day) => sum + (onDay(day) ?? 0), 0) / days.length;
}

function peopleIn({ people }: Tally, window: Window): number | null {
  if (people.size === 0) return null;
  const found = new Set<string>();
  for (const day of daysOf(window)) for (const person of people.get(day) ?? []) found.add(person);
  return found.size;
}

const edges = ({ from, to }: Window) => [dayNumber(from), dayNumber(to)] as const;

function daysOf(window: Window): readonly number[] {
  const [first, last] = edges(window);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function daysIn(window: Window, span: Window | undefined): readonly number[] {
  if (!span) return [];
  const [first, last] = edges(span);
  return daysOf(window).filter((day) => day >= first && day <= last);
}
