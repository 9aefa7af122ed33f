import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../domain/base/canonical-json.ts';
import { parseWindow } from '../../../domain/metrics/days.ts';
import { viewOfMetric } from '../../../domain/metrics/figures/view-of-metric.ts';
import { countMissing, LOOP_STEPS, type LoopBack } from '../../../domain/metrics/loop/loop-back.ts';
import { parseQuery, type Query } from '../../../domain/metrics/loop/query.ts';
import type { LoopBody } from '../../../domain/metrics/loop/question.ts';
import { describeScope } from '../../../domain/metrics/scope.ts';
import type { MetricsView, Window } from '../../../domain/metrics/view.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';
import { readMetrics } from '../read-metrics.ts';
import { readLoopBacks } from './loop-backs.ts';
import { type Alignment, readAlignment } from './read-alignment.ts';

/** What a query showed, and how it is recorded with an answer. */
export type QueryResult = {
  recorded: NonNullable<LoopBody<'question.answered'>['result']>;
  shown:
    | { type: 'metrics'; view: MetricsView }
    | { type: 'alignment'; alignment: Alignment }
    | { type: 'loop-backs'; loopBacks: readonly LoopBack[] };
};

type RecordedFigure = QueryResult['recorded']['figures'][number];

/** So many figures are recorded with an answer; the digest is of all. */
const mostFigures = 100;

const usualWindow = { 'metric show': '30d', 'change alignment': '90d', 'change loop-backs': '90d' } as const;

/**
 * Runs the query of a question. It reads the history alone, and adoption comes out of it only beside quality.
 *
 * @param window the days of an earlier answer, to run it again for them
 * @throws UsageError for a window that has not begun
 */
export async function runQuery(
  world: World,
  views: Views | undefined,
  args: readonly string[],
  window?: Window,
): Promise<QueryResult> {
  const query = parseQuery(args);
  const days = window ?? parseWindow(query.window ?? usualWindow[query.command], world.now());
  const shown = await show(world, views, { query, days });
  const figures = figuresOf(shown);
  return {
    shown,
    recorded: {
      query: [...query.args],
      window: days,
      sha256: createHash('sha256').update(canonicalJson(figures)).digest('hex'),
      figures: figures.slice(0, mostFigures),
      figures_total: figures.length,
    },
  };
}

async function show(
  world: World,
  views: Views | undefined,
  { query, days }: { query: Query; days: Window },
): Promise<QueryResult['shown']> {
  switch (query.command) {
    case 'metric show': {
      const { scope, by, metric } = query;
      const view = await readMetrics(views, { window: days, scope, by, now: world.now() });
      return { type: 'metrics', view: metric === undefined ? view : viewOfMetric(view, metric) };
    }
    case 'change alignment': {
      const { signal } = new AbortController();
      return { type: 'alignment', alignment: await readAlignment(world, views, { window: days, signal }) };
    }
    case 'change loop-backs':
      return { type: 'loop-backs', loopBacks: await readLoopBacks(views, days) };
  }
}

function figuresOf(shown: QueryResult['shown']): RecordedFigure[] {
  const counted = (metric: string, scope: string, value: number, unit: string): RecordedFigure => ({
    ...{ metric, scope, value, unit, n: null, grade: 'observed' },
  });
  switch (shown.type) {
    case 'metrics':
      return shown.view.groups.flatMap((group) =>
        group.type === 'withheld'
          ? []
          : [...group.quality, ...group.adoption].map(({ metric, value, unit, n, grade }) => ({
              ...{ metric, scope: describeScope(group.scope), value, unit, n, grade },
            })),
      );
    case 'alignment':
      return shown.alignment.repositories.map(({ repository, total }) =>
        counted('fixes', `repository ${repository}`, total, 'fixes'),
      );
    case 'loop-backs': {
      const { tasks, missing } = countMissing(shown.loopBacks);
      return LOOP_STEPS.map((step) => ({
        ...counted(`${step} missing`, 'everybody', missing[step], 'tasks'),
        n: tasks,
      }));
    }
  }
}
