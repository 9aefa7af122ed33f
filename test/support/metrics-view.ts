import { METRICS, type MetricId } from '../../src/domain/metrics/metric-set.ts';
import type { Figure, MetricsView, Paired, Withheld } from '../../src/domain/metrics/view.ts';

/** Thirty days. */
const november = { from: '2026-10-24', to: '2026-11-22' };

const dayMs = 86_400_000;

/** One point a day over the window; null where nothing is known. */
export function seriesOf(values: readonly (number | null)[], from = november.from): Figure['series'] {
  return values.map((value, place) => {
    const day = new Date(Date.parse(from) + place * dayMs).toISOString().slice(0, 10);
    return { from: day, to: day, value };
  });
}

/** A figure with a value, as its source said it. */
export function figureOf<Id extends MetricId>(metric: Id, more: Partial<Figure<Id>> = {}): Figure<Id> {
  return {
    metric,
    ...{ value: 12, unit: METRICS[metric].unit, n: 120, grade: 'observed' },
    ...{ source: METRICS[metric].side === 'quality' ? 'by hand' : 'sessions', others: [], priorities: null },
    ...{ entries: { shown: [41, 40], total: 2 }, lagDays: 0, before: 9 },
    series: seriesOf([1, 2, null, 4, 5]),
    ...more,
  };
}

/** What no source says. */
export function missingFigure<Id extends MetricId>(metric: Id): Figure<Id> {
  return figureOf(metric, {
    ...{ value: null, n: null, grade: 'missing', source: undefined, before: null, series: [] },
    entries: { shown: [], total: 0 },
  });
}

type Brand = Omit<Paired, 'type' | 'scope' | 'window' | 'quality' | 'qualityScope' | 'adoption'>;

/** Quality and adoption of everybody, without the rule that makes a pair. */
export function pairedOf(more: Partial<Paired> = {}): Paired {
  const made: Omit<Paired, keyof Brand> = {
    ...{ type: 'paired', scope: {}, qualityScope: more.scope ?? {}, window: november },
    quality: [
      figureOf('verification-pass-rate', { value: 91.5, before: 88, n: 340 }),
      missingFigure('incident-count'),
    ],
    adoption: [figureOf('sessions', { value: 1204, before: 1104, n: 31 })],
    ...more,
  };
  return made as Paired;
}

/** Adoption of a team that nobody may see. */
export function withheldOf(more: Partial<Withheld> = {}): Withheld {
  return {
    ...{ type: 'withheld', scope: { team: 'payments' }, window: november },
    ...{
      metrics: ['sessions', 'turns'],
      missing: 'no figure of quality of team payments from 2026-10-24 to 2026-11-22',
    },
    remedies: ['codex-cockpit metric add defect-rate 3 --n 100 --team payments --window 30d'],
    ...more,
  };
}

/** What a face gets. */
export function viewOf(groups: MetricsView['groups'] = [pairedOf(), withheldOf()]): MetricsView {
  return { window: november, groups };
}
