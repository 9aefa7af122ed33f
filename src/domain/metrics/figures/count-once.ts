import { type Activity, DIMENSIONS, type Dimension, type Measure } from '../activity.ts';
import { dayNumber, lengthOf, overlaps } from '../days.ts';

/**
 * Of rows of one source, those whose `measure` may be added up, so that no work is counted twice: of each place and
 * stretch of days one level, the coarsest that is told apart by what is asked for (`needs`) and that states the
 * measure. Shorter stretches stand for a longer one when they cover all of its days; otherwise the longer one stands
 * for them. Empty when no level says it: then the figure is missing, and not zero.
 */
export function countOnce(
  rows: readonly Activity[],
  { measure, needs }: { measure: Measure; needs: readonly Dimension[] },
): readonly Activity[] {
  const stating = rows.filter(({ measures }) => measures[measure] !== undefined);
  const levelled = stating.filter(
    ({ level }) => level !== undefined && needs.every((one) => level.includes(one)),
  );
  const places = Map.groupBy(levelled, ({ source, place = '' }) => `${source} ${place}`);
  return [
    ...stating.filter(({ level }) => level === undefined),
    ...[...places.values()].flatMap((ofPlace) => withoutOverlap(ofPlace)),
  ];
}

type Stretch = { from: string; to: string; rows: readonly Activity[] };

function withoutOverlap(rows: readonly Activity[]): readonly Activity[] {
  const stretches = [...Map.groupBy(rows, ({ from, to }) => `${from} ${to}`).values()].flatMap(
    (ofStretch): Stretch[] => {
      const [first] = ofStretch;
      return first ? [{ from: first.from, to: first.to, rows: coarsest(ofStretch) }] : [];
    },
  );
  // The longest first, so that the stretches within it are decided with it.
  const kept: Stretch[] = [];
  for (const stretch of stretches.toSorted((one, other) => lengthOf(other) - lengthOf(one))) {
    if (kept.some((longer) => overlaps(longer, stretch))) continue;
    const shorter = stretches.filter(
      (one) => one !== stretch && overlaps(one, stretch) && lengthOf(one) < lengthOf(stretch),
    );
    if (!covers(shorter, stretch)) kept.push(stretch);
  }
  return kept.flatMap((stretch) => stretch.rows);
}

function coarsest(rows: readonly Activity[]): readonly Activity[] {
  const levels = [...Map.groupBy(rows, ({ level = [] }) => rankOf(level))];
  return levels.reduce((one, other) => (other[0] < one[0] ? other : one))[1];
}

/** Fewer dimensions first, then in the order of the dimensions. */
function rankOf(level: readonly Dimension[]): number {
  const bits = level.reduce((sum, one) => sum + 2 ** DIMENSIONS.indexOf(one), 0);
  return level.length * 2 ** DIMENSIONS.length + bits;
}

/** Whether stretches within a longer one have all of its days between them. */
function covers(shorter: readonly Stretch[], whole: Stretch): boolean {
  const inside = shorter.filter((one) => one.from >= whole.from && one.to <= whole.to);
  const days = inside.flatMap((one) =>
    Array.from({ length: lengthOf(one) }, (_, index) => dayNumber(one.from) + index),
  );
  return new Set(days).size === lengthOf(whole);
}
