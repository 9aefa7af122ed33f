import type { Grade } from './activity.ts';
import type { AdoptionMetric, MetricId, MetricSource, Priorities, QualityMetric } from './metric-set.ts';

/** Days in UTC, YYYY-MM-DD, both included. */
export type Window = { from: string; to: string };

/**
 * Whose figures these are. An absent part is everybody, or everything; an empty text is what belongs to none, such as
 * the people without a team.
 */
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
  /** How many it was measured on: changes, reviews, of adoption people; null when not known. */
  n: number | null;
  grade: Grade;
  /** The source it was taken from; other sources that say it too are in `others`. */
  source: MetricSource | undefined;
  others: readonly { source: MetricSource; value: number }[];
  /** Of review findings, when the source tells them apart. */
  priorities: Priorities | null;
  /** Entries that it rests on, the newest first; at most 20, and how many there are. */
  entries: { shown: readonly number[]; total: number };
  /** How many days before the end of the window the newest row of its source ends; 0 when up to date. */
  lagDays: number;
  /** One point a day, or a week for a window above 60 days; null where nothing is known. */
  series: readonly { from: string; to: string; value: number | null }[];
  /** The same figure over as many days just before as are known of the window; null when they are not all known. */
  before: number | null;
  /** Set when nothing was changed because of it in its review period (loop/noise.ts). */
  noise?: true;
};

declare const paired: unique symbol;

/**
 * Adoption that may be shown, since quality with a value stands beside it; or quality alone. Only `pair` makes one
 * (pairing.ts).
 */
export type Paired = {
  type: 'paired';
  scope: Scope;
  window: Window;
  /** Each metric, those that are missing too; at least one has a value. */
  quality: readonly Figure<QualityMetric>[];
  /**
   * What the quality is of: the scope without its surface, since nobody counts quality by surface. Otherwise the same
   * as `scope`.
   */
  qualityScope: Scope;
  adoption: readonly Figure<AdoptionMetric>[];
  readonly [paired]: true;
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
  /** The scope that was asked for, then a group for each team, cost centre, repository or surface in it. */
  groups: readonly (Paired | Withheld)[];
};
