import {
  type BudgetLine,
  budgetLine,
  limitsOf,
  limitsOn,
  windowSoFar,
} from '../../../domain/metrics/budget/budget.ts';
import type { Grouping } from '../../../domain/metrics/scope.ts';
import type { MetricsView, Scope, Window } from '../../../domain/metrics/view.ts';
import type { Views } from '../../../store/views/views.ts';
import { readMetrics } from '../read-metrics.ts';

/**
 * What was used of the spend limits that count today; with `all` of those of the past too. Use is adoption, so it comes
 * only beside quality of the same people and days.
 *
 * @param views undefined while there is no history
 */
export async function readBudget(
  views: Views | undefined,
  { now, all = false }: { now: Date; all?: boolean | undefined },
): Promise<readonly BudgetLine[]> {
  const heads = (await views?.figureHeads('budget')) ?? [];
  const groups = new Groups(views, now);
  const lines: BudgetLine[] = [];
  for (const limit of limitsOn(limitsOf(heads), { now, all }))
    lines.push(budgetLine(limit, await groups.of(limit.scope, windowSoFar(limit, now)), now));
  return lines;
}

/** The groups of metrics by their days and scope. Of all teams, or all cost centres, the rows are read once. */
class Groups {
  readonly #views: Views | undefined;
  readonly #now: Date;
  readonly #read = new Map<string, Promise<MetricsView>>();

  constructor(views: Views | undefined, now: Date) {
    this.#views = views;
    this.#now = now;
  }

  async of(scope: Scope, window: Window): Promise<MetricsView['groups'][number]> {
    const by =
      scope.team === undefined ? (scope.costCentre === undefined ? undefined : 'cost-centre') : 'team';
    const [whole, ...parts] = (await this.#view(window, { by })).groups;
    const part = parts.find(
      (one) => one.scope.team === scope.team && one.scope.costCentre === scope.costCentre,
    );
    const found = by === undefined ? whole : (part ?? (await this.#view(window, { scope })).groups[0]);
    if (!found) throw new Error('a view has a group for its scope');
    return found;
  }

  #view(window: Window, more: { by?: Grouping | undefined; scope?: Scope }): Promise<MetricsView> {
    const key = JSON.stringify([window, more]);
    const view = this.#read.get(key) ?? readMetrics(this.#views, { window, now: this.#now, ...more });
    this.#read.set(key, view);
    return view;
  }
}
