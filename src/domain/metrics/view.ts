import type { Grade } from './activity.ts';
import type { AdoptionMetric, MetricId, MetricSource, QualityMetric } from './metric-set.ts';

/** Days in UTC, YYYY-MM-DD, both included. */
export type Window = { from: string; to: string };

/** Whose figures these are. An absent part is everybody, or everything. */
export type Scope = {
  team?: string | undefined;
  costCentre?: string | undefined;
  repository?: string | undefined;
  surface?: string | undefined;
};

/** One number that a person may be shown, with everything that makes it readable. */
export type Figure<Id extends MetricId = MetricId> = {
  metric: Id;
  /** Null when it is missing: no source says it. */
  value: number | null;
  unit: string;
  /** How many it was measured on: changes, reviews, people; null when not known. */
  n: number | null;
  grade: Grade;
  /** The source it was taken from; other sources that say it too are in `others`. */
  source: MetricSource | undefined;
  others: readonly { source: MetricSource; value: number }[];
  /** Entries that it rests on, the newest first; at most 20, and how many there are. */
  entries: { shown: readonly number[]; total: number };
  /** How many days before the end of the window the newest row of its source ends; 0 when up to date. */
  lagDays: number;
  /** One point a day, or a week for a window above 60 days; null where nothing is known. */
  series: readonly { from: string; to: string; value: number | null }[];
  /** The same figure over the window of equal length just before; null when missing. */
  before: number | null;
};

/** Adoption that may be shown, since quality stands beside it; or quality alone. */
export type Paired = {
  type: 'paired';
  scope: Scope;
  window: Window;
  quality: readonly Figure<QualityMetric>[];
  adoption: readonly Figure<AdoptionMetric>[];
};

/** Adoption that is known but must not be shown, and what would change that. */
export type Withheld = {
  type: 'withheld';
  scope: Scope;
  window: Window;
  /** What is known and withheld; without any number. */
  metrics: readonly AdoptionMetric[];
  /** What is missing, one sentence. */
  missing: string;
  /** Commands that would add it. */
  remedies: readonly string[];
};

/** What every place shows: no other way leads from rows of adoption to a reader. */
export type MetricsView = {
  window: Window;
  /** The whole, then a group for each team, cost centre or repository that was asked for. */
  groups: readonly (Paired | Withheld)[];
};
