import { earlier, lengthOf, today } from '../days.ts';
import type { AdoptionMetric } from '../metric-set.ts';
import type { FigureHead } from '../sources/figure-row.ts';
import type { Figure, Paired, Scope, Window, Withheld } from '../view.ts';
import type { LimitRow } from './limit-rows.ts';

/** A spend limit that somebody imported. */
export type Limit = {
  scope: Pick<Scope, 'team' | 'costCentre'>;
  /** What it is a limit of. */
  metric: Extract<AdoptionMetric, 'credits' | 'cost' | 'estimated-cost'>;
  /** First and last day. */
  window: Window;
  amount: number;
  /** The entry that recorded it. */
  seq: number;
};

/** A limit, and what was used of it: only beside quality of the same people and days. */
export type BudgetLine = { limit: Limit; days: Days; use: Use };

/** How many days of the limit are over, today included. */
type Days = { over: number; all: number };

type Use =
  | { type: 'withheld'; group: Withheld }
  | {
      type: 'paired';
      group: Paired;
      /** What sources of activity say; undefined when none says it. */
      figure: Figure<AdoptionMetric> | undefined;
      /** What the file of limits says. */
      stated: number | null;
      /** Of the limit, from 0; null when nothing is known, or the limit is 0. */
      share: number | null;
      state: 'over' | 'ahead' | 'within' | 'not known';
    };

const metrics: Readonly<Record<LimitRow['measure'], Limit['metric']>> = {
  credits: 'credits',
  cost_usd: 'cost',
  estimated_cost_usd: 'estimated-cost',
};

/** A limit with what its file says was used, which only `budgetLine` may show. */
export type RecordedLimit = Limit & { stated: number | null };

/** The limits that are recorded, of each the newest; by days, then by whose they are. */
export function limitsOf(heads: readonly { seq: number; body: FigureHead }[]): readonly RecordedLimit[] {
  const newest = new Map<string, RecordedLimit>();
  for (const { seq, body } of heads) for (const row of body.limits) newest.set(row.key, limitOf(row, seq));
  const order = ({ window, scope, metric }: Limit) =>
    JSON.stringify([window.from, window.to, scope.costCentre ?? '', scope.team ?? '', metric]);
  return [...newest.values()].sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

/** Those that count on a day; with `all` those of the past too, and none that is to come. */
export function limitsOn(
  limits: readonly RecordedLimit[],
  { now, all }: { now: Date; all: boolean },
): readonly RecordedLimit[] {
  const day = today(now);
  return limits.filter(({ window }) => window.from <= day && (all || window.to >= day));
}

/** The days of a limit so far: of these, use can be known. */
export function windowSoFar({ window: { from, to } }: Limit, now: Date): Window {
  return { from, to: earlier(to, today(now)) };
}

/**
 * What was used of a limit. It is ahead when a larger share of it is used than of its days is over.
 *
 * @param group of the days of the limit so far and of its scope
 */
export function budgetLine(
  { stated, ...limit }: RecordedLimit,
  group: Paired | Withheld,
  now: Date,
): BudgetLine {
  const days = { over: lengthOf(windowSoFar(limit, now)), all: lengthOf(limit.window) };
  if (group.type === 'withheld') return { limit, days, use: { type: 'withheld', group } };
  const figure = group.adoption.find(({ metric, value }) => metric === limit.metric && value !== null);
  const used = figure?.value ?? stated;
  const share = used === null || limit.amount === 0 ? null : used / limit.amount;
  return {
    limit,
    days,
    use: { type: 'paired', group, figure, stated, share, state: stateOf(limit, used, days) },
  };
}

function stateOf(
  { amount }: Limit,
  used: number | null,
  { over, all }: Days,
): 'over' | 'ahead' | 'within' | 'not known' {
  if (used === null) return 'not known';
  if (used > amount) return 'over';
  return used * all > amount * over ? 'ahead' : 'within';
}

function limitOf(row: LimitRow, seq: number): RecordedLimit {
  const { team, cost_centre: costCentre, measure, from, to, limit, used } = row;
  return {
    scope: { team: team === '' ? undefined : team, costCentre: costCentre === '' ? undefined : costCentre },
    ...{ metric: metrics[measure], window: { from, to }, amount: limit, stated: used, seq },
  };
}
