import { dayNumber, windowBefore } from '../days.ts';
import {
  METRICS,
  type Priorities,
  QUALITY_SOURCES,
  type Quality,
  type QualityMetric,
} from '../metric-set.ts';
import type { Figure, Window } from '../view.ts';
import { roundOff, shownEntries } from './round-off.ts';

/** A row with the days on which it counts. */
export type CountedQuality = {
  row: Quality;
  first: number;
  last: number;
  /** The days on which a newer statement counts in its place. */
  without: ReadonlySet<number>;
};

/**
 * The rows with the days on which each counts: of statements by one source about the same metric, team and repository,
 * the newest counts on each day. Rows that are of one thing each always count.
 */
export function countQuality(rows: readonly Quality[]): readonly CountedQuality[] {
  const same = ({ metric, source, team, repository }: Quality) =>
    JSON.stringify([metric, source, team, repository]);
  const stated = Map.groupBy(
    rows.filter(({ id }) => id === null),
    same,
  );
  const taken = new Map<Quality, Set<number>>();
  for (const statements of stated.values()) {
    const claimed = new Set<number>();
    // Of two in one entry the later line is the newer one.
    for (const row of statements.toReversed().sort((one, other) => other.seq - one.seq)) {
      const days = Array.from(
        { length: dayNumber(row.to) - dayNumber(row.from) + 1 },
        (_, index) => dayNumber(row.from) + index,
      );
      taken.set(row, new Set(days.filter((day) => claimed.has(day))));
      for (const day of days) claimed.add(day);
    }
  }
  return rows.map((row) => ({
    row,
    first: dayNumber(row.from),
    last: dayNumber(row.to),
    without: taken.get(row) ?? new Set(),
  }));
}

/** What one source says over a window. */
type Said = {
  value: number;
  n: number | null;
  priorities: Priorities | null;
  /** Part of a row was taken for its share of the days. */
  isCut: boolean;
  rows: readonly CountedQuality[];
};

/**
 * Each figure of quality of the rows of one scope. The first source of QUALITY_SOURCES that says something of the
 * window is taken. Of a row that is only partly in the window its share of the days is taken, and the figure is an
 * estimate.
 */
export function qualityFigures(
  rows: readonly CountedQuality[],
  asked: { window: Window; points: readonly Window[] },
): readonly Figure<QualityMetric>[] {
  const metrics = Object.entries(METRICS).flatMap(([id, { side }]) =>
    side === 'quality' ? [id as QualityMetric] : [],
  );
  const byMetric = Map.groupBy(rows, ({ row }) => row.metric);
  return metrics.map((metric) => figureOf(metric, byMetric.get(metric) ?? [], asked));
}

function figureOf(
  metric: QualityMetric,
  rows: readonly CountedQuality[],
  { window, points }: { window: Window; points: readonly Window[] },
): Figure<QualityMetric> {
  const bySource = Map.groupBy(rows, ({ row }) => row.source);
  const [chosen, ...others] = QUALITY_SOURCES.flatMap((source) => {
    const ofSource = withoutParts(metric, bySource.get(source) ?? []);
    const said = over(metric, ofSource, window);
    return said ? [{ source, ofSource, ...said }] : [];
  });
  const { unit } = METRICS[metric];
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
  const { source, ofSource, value, n, priorities, isCut } = chosen;
  const valueOver = (within: Window) => over(metric, ofSource, within)?.value ?? null;
  const newest = Math.max(...chosen.rows.map(({ last }) => last));
  return {
    ...{ metric, value, unit, n, priorities, source },
    grade: isCut ? 'estimated' : 'observed',
    others: others.map((one) => ({ source: one.source, value: one.value })),
    entries: shownEntries(chosen.rows.map(({ row }) => row.seq)),
    lagDays: Math.max(0, dayNumber(window.to) - newest),
    series: points.map((point) => ({ ...point, value: valueOver(point) })),
    before: beforeOf(metric, ofSource, window),
  };
}

/**
 * Rows of one source and scope. On a day of which it states something of everybody, a statement of a team or a repository
 * is a part of that, and does not count again.
 */
function withoutParts(metric: QualityMetric, rows: readonly CountedQuality[]): readonly CountedQuality[] {
  const statements = rows.filter(({ row }) => row.id === null);
  const wide = (METRICS[metric].pooling === 'sum' ? statements : worthPooling(statements)).filter(
    ({ row }) => row.team === '' || row.repository === '',
  );
  const keyOf = (team: string, repository: string) => JSON.stringify([team, repository]);
  const daysOf = new Map<string, Set<number>>();
  for (const { row, first, last } of wide) {
    const key = keyOf(row.team, row.repository);
    const days = daysOf.get(key) ?? new Set();
    daysOf.set(key, days);
    for (let day = first; day <= last; day++) days.add(day);
  }
  return rows.map((counted) => {
    const { team, repository, id } = counted.row;
    if (id !== null || (team === '' && repository === '')) return counted;
    const wider = new Set([keyOf('', ''), keyOf(team, ''), keyOf('', repository)]);
    wider.delete(keyOf(team, repository));
    const found = [...wider].flatMap((key) => daysOf.get(key) ?? []);
    if (found.length === 0) return counted;
    const without = new Set(counted.without);
    for (let day = counted.first; day <= counted.last; day++)
      if (found.some((days) => days.has(day))) without.add(day);
    return { ...counted, without };
  });
}

/**
 * The value over the window before. A sum of statements is compared only where they are of as many days: otherwise a month
 * that nobody has stated yet would look like a month without savings.
 */
function beforeOf(metric: QualityMetric, rows: readonly CountedQuality[], window: Window): number | null {
  const before = windowBefore(window);
  const said = over(metric, rows, before);
  if (!said) return null;
  const stated = (within: Window) =>
    rows.filter(({ row }) => row.id === null).reduce((days, row) => days + daysIn(row, within), 0);
  return METRICS[metric].pooling === 'sum' && stated(before) !== stated(window) ? null : said.value;
}

function over(metric: QualityMetric, all: readonly CountedQuality[], window: Window): Said | undefined {
  const within = all.flatMap((counted) => {
    const share = shareIn(counted, window);
    return share > 0 ? [{ ...counted, share }] : [];
  });
  const { pooling } = METRICS[metric];
  const rows = pooling === 'sum' ? within : worthPooling(within);
  if (rows.length === 0) return undefined;
  const sum = (numberOf: (row: Quality) => number) =>
    rows.reduce((so, { row, share }) => so + numberOf(row) * share, 0);
  const n = rows.every(({ row }) => row.n !== null) ? sum((row) => row.n ?? 0) : null;
  const weight = n ?? rows.reduce((so, { share, first, last }) => so + share * (last - first + 1), 0);
  const total =
    n === null && pooling !== 'sum'
      ? rows.reduce((so, { row, share, first, last }) => so + row.total * share * (last - first + 1), 0)
      : sum((row) => row.total);
  // Without a count the total is the figure itself, a rate in per cent.
  const value = pooling === 'sum' ? total : (total / weight) * (pooling === 'rate' && n !== null ? 100 : 1);
  return {
    value: roundOff(value),
    n: n === null ? null : Math.max(Math.sign(n), Math.round(n)),
    priorities: joinPriorities(rows),
    isCut: rows.some(({ share }) => share < 1),
    rows,
  };
}

/** Rows with a count are pooled by it; those without one count only where no row has one. */
function worthPooling<T extends CountedQuality>(rows: readonly T[]): readonly T[] {
  const counted = rows.filter(({ row }) => row.n !== null && row.n > 0);
  return counted.length > 0 ? counted : rows.filter(({ row }) => row.n === null);
}

const shareIn = (row: CountedQuality, window: Window): number =>
  daysIn(row, window) / (row.last - row.first + 1);

/** On how many days of the window a row counts. */
function daysIn({ first, last, without }: CountedQuality, window: Window): number {
  const [from, to] = [Math.max(first, dayNumber(window.from)), Math.min(last, dayNumber(window.to))];
  if (from > to) return 0;
  let days = to - from + 1;
  for (const day of without) if (day >= from && day <= to) days -= 1;
  return days;
}

function joinPriorities(rows: readonly (CountedQuality & { share: number })[]): Priorities | null {
  if (rows.some(({ row }) => row.priorities === null)) return null;
  const sum = (of: keyof Priorities) =>
    roundOff(rows.reduce((so, { row, share }) => so + (row.priorities?.[of] ?? 0) * share, 0));
  return { p0: sum('p0'), p1: sum('p1'), p2: sum('p2') };
}
