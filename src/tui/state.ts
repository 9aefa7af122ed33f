import type { HistoryEntry } from '../domain/audit/history-entry.ts';
import type { RecordedCheck } from '../domain/checks/recorded.ts';
import type { Suite } from '../domain/checks/suite.ts';
import type { SuiteReport } from '../domain/checks/suite-report.ts';
import { DEFAULT_PIN } from '../domain/rollout/rollout.ts';
import type { Runbook } from '../domain/rollout/runbook.ts';
import type { Status } from '../domain/rollout/status.ts';

/** The screens, in the order of their numbers. */
export const SCREENS = ['rollout', 'checks', 'history'] as const;

export type ScreenId = (typeof SCREENS)[number];

/** Something that is done once a person has confirmed it. */
export type Intent =
  | { type: 'run'; ids: readonly string[] }
  | { type: 'stop' }
  | { type: 'start-rollout'; name: string; pin: string }
  | { type: 'quit' };

/** A form field with what was typed so far. */
export type Field = { label: string; value: string };

/** What lies over the screen and takes the keys. */
export type Overlay =
  | { type: 'help'; scroll: number }
  | { type: 'palette'; query: string; cursor: number }
  | { type: 'filter' }
  | { type: 'confirm'; question: string; records: readonly string[]; intent: Intent }
  | { type: 'form'; fields: readonly [Field, Field]; active: 0 | 1; refusal: string | undefined };

/** A run of a suite as it goes. Times are milliseconds of a monotonic clock. */
export type Run = {
  going: boolean;
  startedAt: number;
  planned: readonly string[];
  runningSince: Readonly<Record<string, number>>;
  results: Readonly<Record<string, RecordedCheck>>;
  report: SuiteReport | undefined;
};

/** Evidence texts by digest, read when a detail is opened. */
export type Evidence = Readonly<Record<string, string>>;

export type State = {
  screen: ScreenId;
  status: Status | undefined;
  phases: readonly Runbook[];
  suite: Suite | undefined;
  history: readonly HistoryEntry[];
  run: Run;
  evidence: Evidence;
  cursor: Readonly<Record<ScreenId, number>>;
  filter: Readonly<Record<ScreenId, string>>;
  /** Open detail of the row under the cursor, with the first line shown. */
  detail: { scroll: number } | undefined;
  overlay: Overlay | undefined;
  /** One line for the person: what went wrong, or why a key did nothing. */
  notice: string | undefined;
};

const noRun: Run = {
  going: false,
  startedAt: 0,
  planned: [],
  runningSince: {},
  results: {},
  report: undefined,
};

export const initialState: State = {
  screen: 'rollout',
  status: undefined,
  phases: [],
  suite: undefined,
  history: [],
  run: noRun,
  evidence: {},
  cursor: { rollout: 0, checks: 0, history: 0 },
  filter: { rollout: '', checks: '', history: '' },
  detail: undefined,
  overlay: undefined,
  notice: undefined,
};

/** The form that starts a rollout, empty or with what was refused. */
export function rolloutForm(name = '', pin = DEFAULT_PIN, refusal?: string): Overlay {
  const fields = [
    { label: 'Name', value: name },
    { label: 'Pinned CLI version', value: pin },
  ] as const;
  return { type: 'form', fields, active: 0, refusal };
}
