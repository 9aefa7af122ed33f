/** How sure a number is. A missing number has no value, which is never zero. */
export const GRADES = ['observed', 'estimated', 'missing'] as const;

export type Grade = (typeof GRADES)[number];

/** Where activity is counted. Two sources count the same work, so their numbers are never added up. */
export const ACTIVITY_SOURCES = ['analytics', 'compliance', 'dashboard', 'telemetry', 'sessions'] as const;

export type ActivitySource = (typeof ACTIVITY_SOURCES)[number];

/** What can be added up over days, people and repositories. */
export const MEASURES = [
  // People whom the source counted itself; of rows of a day and of everybody.
  'users',
  'sessions',
  'turns',
  'requests',
  'tasks_started',
  'tasks_completed',
  'code_reviews',
  'input_tokens',
  'cached_input_tokens',
  'output_tokens',
  'reasoning_output_tokens',
  'total_tokens',
  'credits',
  'cost_usd',
  'estimated_cost_usd',
  'tool_calls',
  'failed_tool_calls',
  'failed_requests',
] as const;

export type Measure = (typeof MEASURES)[number];

/** What rows may be told apart by. */
export const DIMENSIONS = ['person', 'surface', 'repository', 'model'] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** What was done with the CLI and its siblings, as one source counts it: one row for a day or a week. */
export type Activity = {
  source: ActivitySource;
  /** First and last day in UTC, YYYY-MM-DD; equal for a day. */
  from: string;
  to: string;
  /** E-mail address or id, in lower case; empty when it is not known, and in a row of everybody (`level`). */
  person: string;
  /** Where the work was done: `cli`, `exec`, `ide`, `desktop`, `web`, `github`, `sdk`, or the source's own word. */
  surface: string;
  /** Address of the repository without credentials, or the name of its folder; empty when not known. */
  repository: string;
  model: string;
  grade: Exclude<Grade, 'missing'>;
  /** What the source says. What it does not say is absent. */
  measures: Readonly<Partial<Record<Measure, number>>>;
  /**
   * Of a source that says the same work at several levels (a workspace, its people, their clients): what this row is
   * told apart by; nothing in a row of everybody and everything. Rows of two levels are never added up: `countOnce`
   * chooses. Absent where the source says work once.
   */
  level?: readonly Dimension[] | undefined;
  /** The workspace or the export; two of them are of different work. Levels are chosen within one. */
  place?: string | undefined;
  /** The entry that recorded it. */
  seq: number;
};

/** What was recorded of activity. */
export type RecordedActivity = {
  rows: readonly Activity[];
  /**
   * The first and the last day of which each source says something at all, in any scope. A day in between without a row
   * is a day without activity; any other is not known.
   */
  spans: Readonly<Partial<Record<ActivitySource, { from: string; to: string }>>>;
};
