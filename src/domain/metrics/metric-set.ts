import type { ActivitySource } from './activity.ts';

/** Where a figure of quality comes from; the first that says something is taken. */
export const QUALITY_SOURCES = [
  'by hand',
  'file',
  'code reviews',
  'catalog runs',
  'reviews',
  'rings',
  'suite runs',
] as const;

type QualitySource = (typeof QUALITY_SOURCES)[number];

/** How the rows of a metric make one figure: `total`, `total / n`, or people counted once a day. */
type Pooling = 'sum' | 'rate' | 'mean' | 'distinct a day';

export type Metric = {
  title: string;
  /** Quality says whether the work got better; adoption only that there is work. */
  side: 'quality' | 'adoption';
  definition: string;
  unit: string;
  pooling: Pooling;
  /** Which way is good; undefined when neither is. */
  better: 'up' | 'down' | undefined;
};

/** The metrics, quality first. */
export const METRICS = {
  'defect-rate': {
    title: 'Defect rate',
    side: 'quality',
    definition: 'Changes that caused a defect, of all changes.',
    unit: '%',
    pooling: 'rate',
    better: 'down',
  },
  'review-findings': {
    title: 'Review findings',
    side: 'quality',
    definition: 'Findings of priority P0 to P2 for each reviewed pull request.',
    unit: 'findings/review',
    pooling: 'mean',
    better: 'down',
  },
  'verification-pass-rate': {
    title: 'Verification pass rate',
    side: 'quality',
    definition: 'Verifications that passed, of all that were run.',
    unit: '%',
    pooling: 'rate',
    better: 'up',
  },
  'automation-savings': {
    title: 'Automation savings',
    side: 'quality',
    definition: 'Hours of work that automation saved, as the team states them.',
    unit: 'hours',
    pooling: 'sum',
    better: 'up',
  },
  'incident-count': {
    title: 'Incidents',
    side: 'quality',
    definition: 'Incidents that a change made with Codex, or a version of it, caused.',
    unit: 'incidents',
    pooling: 'sum',
    better: 'down',
  },
  'developer-feedback': {
    title: 'Developer feedback',
    side: 'quality',
    definition: 'Mean score that developers gave, from 1 (bad) to 5 (good).',
    unit: 'of 5',
    pooling: 'mean',
    better: 'up',
  },
  'review-reactions': {
    title: 'Review reactions',
    side: 'quality',
    definition:
      'Positive reactions of people to the comments of reviews by Codex, of all positive and negative ones.',
    unit: '%',
    pooling: 'rate',
    better: 'up',
  },
  'daily-users': {
    title: 'Daily users',
    side: 'adoption',
    definition: 'People with at least one turn on a day, as the mean over the days of the window.',
    unit: 'people/day',
    pooling: 'distinct a day',
    better: undefined,
  },
  sessions: {
    title: 'Sessions',
    side: 'adoption',
    definition: 'Conversations in which at least one turn began.',
    unit: 'sessions',
    pooling: 'sum',
    better: undefined,
  },
  turns: {
    title: 'Turns',
    side: 'adoption',
    definition: 'Requests of a person or a program that Codex began to answer.',
    unit: 'turns',
    pooling: 'sum',
    better: undefined,
  },
  'code-reviews': {
    title: 'Code reviews',
    side: 'adoption',
    definition: 'Pull requests that Codex reviewed.',
    unit: 'reviews',
    pooling: 'sum',
    better: undefined,
  },
  'tasks-started': {
    title: 'Tasks started',
    side: 'adoption',
    definition: 'Turns that began.',
    unit: 'tasks',
    pooling: 'sum',
    better: undefined,
  },
  'tasks-completed': {
    title: 'Tasks completed',
    side: 'adoption',
    definition: 'Turns that came to their end, not interrupted and not failed.',
    unit: 'tasks',
    pooling: 'sum',
    better: undefined,
  },
  tokens: {
    title: 'Tokens',
    side: 'adoption',
    definition: 'Input and output tokens of all requests, counted once.',
    unit: 'tokens',
    pooling: 'sum',
    better: undefined,
  },
  credits: {
    title: 'Credits',
    side: 'adoption',
    definition: 'Credits that the service charged; kept apart from costs in money.',
    unit: 'credits',
    pooling: 'sum',
    better: undefined,
  },
  cost: {
    title: 'Cost',
    side: 'adoption',
    definition: 'Cost in US dollars, as the service states it.',
    unit: 'USD',
    pooling: 'sum',
    better: undefined,
  },
  'estimated-cost': {
    title: 'Estimated cost',
    side: 'adoption',
    definition: 'Cost in US dollars that the service only estimates; never added to the stated cost.',
    unit: 'USD',
    pooling: 'sum',
    better: undefined,
  },
} as const satisfies Record<string, Metric>;

export type MetricId = keyof typeof METRICS;

/** The metrics by their ids, quality first. */
export const METRIC_IDS = Object.keys(METRICS) as readonly MetricId[];

type OfSide<S extends Metric['side']> = {
  [Id in MetricId]: (typeof METRICS)[Id]['side'] extends S ? Id : never;
}[MetricId];

export type QualityMetric = OfSide<'quality'>;
export type AdoptionMetric = OfSide<'adoption'>;

/** Findings by their priority, from the most urgent. */
export type Priorities = { p0: number; p1: number; p2: number };

/** What was found about the quality of the work: one row for a stretch of days, at most 366. */
export type Quality = {
  metric: QualityMetric;
  source: QualitySource;
  /** First and last day in UTC, YYYY-MM-DD. */
  from: string;
  to: string;
  team: string;
  repository: string;
  /**
   * What the row is of, such as a run, a review or an incident: rows of the same days add up. Null in a statement about
   * all of its days: of statements that overlap, the newest counts on each day.
   */
  id: string | null;
  /** What the rows are added up by; of a rate or a mean it is divided by `n`. */
  total: number;
  /** How many were looked at; null when nobody counted, and then `total` is the figure itself. */
  n: number | null;
  /** Of review findings, when the source tells them apart. */
  priorities: Priorities | null;
  seq: number;
};

/** A source of either side. */
export type MetricSource = ActivitySource | QualitySource;
