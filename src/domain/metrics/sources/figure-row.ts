import { type Dimension, MEASURES, type Measure } from '../activity.ts';
import type { FiguresBody } from './activity-of-figures.ts';

/** An entry of imported figures without its rows. */
export type FigureHead = Omit<FiguresBody, 'rows'>;

/** A row of activity as it is recorded. */
export type FigureRow = FiguresBody['rows'][number];

/** The measures of which something is known; null and undefined are not zero. */
export function knownMeasures(
  measures: Partial<Record<Measure, number | null | undefined>>,
): FigureRow['measures'] {
  return Object.fromEntries(Object.entries(measures).filter(([, value]) => typeof value === 'number'));
}

/** The key of a row that its days, its level and what it is of make; `id` stands for the person. */
export function rowKey(
  {
    from,
    to,
    surface,
    repository,
    model,
  }: Omit<FigureRow, 'key' | 'person' | 'level' | 'grade' | 'measures'>,
  { level, id }: { level: readonly Dimension[]; id: string },
): string {
  return JSON.stringify([from, to, level.join('+'), id, surface, repository, model]);
}

/** Two rows of the same, added up. */
export function addRows(one: FigureRow, other: FigureRow): FigureRow {
  return { ...one, measures: addMeasures(one.measures, other.measures) };
}

/** The measures that one of two says, added up. */
export function addMeasures(one: FigureRow['measures'], other: FigureRow['measures']): FigureRow['measures'] {
  const names = MEASURES.filter((name) => one[name] !== undefined || other[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}
